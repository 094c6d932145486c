import { isIP } from "node:net";
import type { z } from "zod";
import type { incomingEvent } from "../../audit/ingestion/schema.ts";
import type { Outcome } from "../../events/schema.ts";
import { cut, type Fields, fieldsOf, firstFitting, isFields, textOf } from "../fields.ts";
import { cloudTrailActor, cloudTrailOnBehalfOf } from "./cloudtrail-actor.ts";
import { cloudTrailTarget } from "./cloudtrail-target.ts";

/** An event as the API takes it. */
export type OutgoingEvent = z.input<typeof incomingEvent>;
/** What became of one record of a source. */
export type Mapped = { event: OutgoingEvent } | { reason: string };

const MAX_REASON = 2048;
const MAX_USER_AGENT = 1024;
const MAX_REQUEST_ID = 256;

/** How AWS services say "you may not"; everything else is a failure of the call. */
const denial = /AccessDenied|Unauthorized|NotAuthorized|Forbidden|AuthorizationError|AuthFailure/i;

/**
 * One CloudTrail record as an event of ours, AWS's own words kept: the action is the API call's
 * name, and `raw` is the record unchanged. Ids stay whole or are left out; what people read is cut
 * to its column. What is refused here has no identity; the API judges the rest. Members that a
 * record lacks are undefined, and JSON leaves them out.
 */
export function mapCloudTrail(record: unknown): Mapped {
  if (!isFields(record)) return { reason: "is not a CloudTrail record: not a JSON object" };
  const id = textOf(record.eventID);
  if (id === undefined) return { reason: "has no eventID" };
  const occurredAt = textOf(record.eventTime);
  if (occurredAt === undefined) return { reason: "has no eventTime" };
  // Insights events have no name of their own, only a type.
  const action = textOf(record.eventName) ?? textOf(record.eventType);
  if (action === undefined) return { reason: "has no eventName" };
  const service = textOf(record.eventSource)?.replace(/\.amazonaws\.com$/, "");
  const userAgent = textOf(record.userAgent);
  const event: OutgoingEvent = {
    id,
    occurredAt,
    action,
    outcome: outcomeOf(record, action),
    source: "cloudtrail",
    actor: cloudTrailActor(record.userIdentity),
    onBehalfOf: cloudTrailOnBehalfOf(record.userIdentity),
    target: cloudTrailTarget(record, service ?? "aws"),
    sourceIp: ipOf(record.sourceIPAddress),
    userAgent: userAgent && cut(userAgent, MAX_USER_AGENT),
    requestId: firstFitting(MAX_REQUEST_ID, [record.requestID]),
    reason: reasonOf(record),
    details: detailsOf(record, service),
    raw: record,
  };
  return { event };
}

function outcomeOf(record: Fields, action: string): Outcome {
  const code = textOf(record.errorCode);
  if (code !== undefined) return denial.test(code) ? "denied" : "failure";
  // The sign-in service writes no error code: { "ConsoleLogin": "Failure" }.
  if (fieldsOf(record.responseElements)[action] === "Failure") return "failure";
  return textOf(record.errorMessage) === undefined ? "success" : "failure";
}

function reasonOf(record: Fields): string | undefined {
  const parts = [textOf(record.errorCode), textOf(record.errorMessage)].filter(Boolean);
  return parts.length > 0 ? cut(parts.join(": "), MAX_REASON) : undefined;
}

/** AWS writes a service's name, or "AWS Internal", where the call came from AWS itself. */
function ipOf(address: unknown): string | undefined {
  const text = textOf(address);
  // An IPv6 zone is a name on the sender's own machine; PostgreSQL takes none.
  return text !== undefined && isIP(text) > 0 && !text.includes("%") ? text : undefined;
}

function detailsOf(record: Fields, service: string | undefined): Record<string, unknown> {
  const identity = fieldsOf(record.userIdentity);
  const session = fieldsOf(identity.sessionContext);
  const address = textOf(record.sourceIPAddress);
  const requestId = textOf(record.requestID);
  return {
    service,
    region: textOf(record.awsRegion),
    account: textOf(record.recipientAccountId) ?? textOf(identity.accountId),
    readOnly: typeof record.readOnly === "boolean" ? record.readOnly : undefined,
    eventCategory: textOf(record.eventCategory),
    eventType: textOf(record.eventType),
    errorCode: textOf(record.errorCode),
    identityType: textOf(identity.type),
    accessKeyId: textOf(identity.accessKeyId),
    invokedBy: textOf(identity.invokedBy),
    sourceIdentity: textOf(session.sourceIdentity),
    mfaAuthenticated: textOf(fieldsOf(session.attributes).mfaAuthenticated),
    sourceHost: ipOf(address) === undefined ? address : undefined,
    vpcEndpointId: textOf(record.vpcEndpointId),
    sharedEventId: textOf(record.sharedEventID),
    requestId: requestId && requestId.length > MAX_REQUEST_ID ? requestId : undefined,
  };
}
