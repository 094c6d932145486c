import { describe, expect, it } from "vitest";
import { incomingEvent } from "../../audit/ingestion/schema.ts";
import { mapCloudTrail, type OutgoingEvent } from "./cloudtrail.ts";

const base = {
  eventID: "11111111-2222-4333-8444-555555555555",
  eventTime: "2026-02-03T04:05:06Z",
  eventName: "GetThing",
  eventSource: "example.amazonaws.com",
};
const account = "111122223333";

/** The mapped event as it reaches the API, which must find nothing wrong with it. */
function map(members: Record<string, unknown>): OutgoingEvent {
  const mapped = mapCloudTrail({ ...base, ...members });
  if ("reason" in mapped) throw new Error(mapped.reason);
  return incomingEvent.parse(JSON.parse(JSON.stringify(mapped.event)));
}

describe("mapCloudTrail", () => {
  it("maps a whole record and keeps it unchanged", () => {
    const record = {
      ...base,
      eventName: "GetBucketPolicy",
      eventSource: "s3.amazonaws.com",
      awsRegion: "eu-west-1",
      sourceIPAddress: "203.0.113.9",
      userAgent: "aws-cli/2",
      requestID: "REQ1",
      readOnly: true,
      eventCategory: "Management",
      recipientAccountId: account,
      userIdentity: { type: "IAMUser", userName: "ada", arn: `arn:aws:iam::${account}:user/ada` },
      requestParameters: { bucketName: "ledger" },
      errorCode: "AccessDenied",
      errorMessage: "Access Denied",
    };
    expect(map(record)).toEqual({
      id: record.eventID,
      occurredAt: "2026-02-03T04:05:06Z",
      action: "GetBucketPolicy",
      outcome: "denied",
      source: "cloudtrail",
      actor: { type: "external", id: `arn:aws:iam::${account}:user/ada`, name: "ada" },
      target: { type: "AWS::S3::Bucket", id: "ledger", name: "ledger" },
      sourceIp: "203.0.113.9",
      userAgent: "aws-cli/2",
      requestId: "REQ1",
      reason: "AccessDenied: Access Denied",
      details: {
        service: "s3",
        region: "eu-west-1",
        account,
        readOnly: true,
        eventCategory: "Management",
        errorCode: "AccessDenied",
        identityType: "IAMUser",
      },
      raw: record,
    });
  });

  it.each([
    ["a text", "hello", "not a JSON object"],
    ["a list", [base], "not a JSON object"],
    ["null", null, "not a JSON object"],
    ["no eventID", { ...base, eventID: undefined }, "has no eventID"],
    ["an empty eventID", { ...base, eventID: "" }, "has no eventID"],
    ["an eventID that is a number", { ...base, eventID: 7 }, "has no eventID"],
    ["no eventTime", { ...base, eventTime: undefined }, "has no eventTime"],
    ["no name and no type", { ...base, eventName: undefined }, "has no eventName"],
  ])("refuses %s", (_, record, reason) => {
    expect(mapCloudTrail(record)).toEqual({ reason: expect.stringContaining(reason) });
  });

  it("names an event without a name by its type", () => {
    const insight = { eventName: undefined, eventType: "AwsCloudTrailInsight" };
    expect(map(insight).action).toBe("AwsCloudTrailInsight");
  });
});

describe("actor", () => {
  const role = { type: "Role", userName: "deploy", arn: `arn:aws:iam::${account}:role/ci/deploy` };
  const assumed = {
    type: "AssumedRole",
    principalId: "AROAX:run-7",
    arn: `arn:aws:sts::${account}:assumed-role/deploy/run-7`,
  };
  it.each([
    [{ type: "IAMUser", userName: "ada", principalId: "AIDAX" }, "AIDAX", "ada"],
    [{ ...assumed, sessionContext: { sessionIssuer: role } }, assumed.arn, "deploy/run-7"],
    [assumed, assumed.arn, "deploy/run-7"],
    [{ type: "AssumedRole", principalId: "AROAX:run-7" }, "AROAX:run-7", "run-7"],
    [
      {
        type: "FederatedUser",
        arn: `arn:aws:sts::${account}:federated-user/bob`,
        sessionContext: { sessionIssuer: { type: "IAMUser", userName: "ada" } },
      },
      `arn:aws:sts::${account}:federated-user/bob`,
      "ada/bob",
    ],
    [
      {
        type: "Root",
        principalId: account,
        arn: `arn:aws:iam::${account}:root`,
        accountId: account,
      },
      `arn:aws:iam::${account}:root`,
      `root of ${account}`,
    ],
    [
      { type: "Root", principalId: account, accountId: account, userName: "acme" },
      account,
      "root of acme",
    ],
    [
      { type: "AWSService", invokedBy: "rds.amazonaws.com" },
      "rds.amazonaws.com",
      "rds.amazonaws.com",
    ],
    [
      { type: "AWSAccount", principalId: "AIDAY", accountId: account },
      "AIDAY",
      `AWS account ${account}`,
    ],
    [{ type: "Role", arn: role.arn }, role.arn, "deploy"],
    [
      { type: "IdentityCenterUser", accountId: account, onBehalfOf: { userId: "u-1" } },
      "u-1",
      "u-1",
    ],
    [
      { accountId: account, invokedBy: "ec2.amazonaws.com" },
      "ec2.amazonaws.com",
      "ec2.amazonaws.com",
    ],
    [
      { type: "IAMUser", principalId: "", accountId: account, userName: "HIDDEN" },
      "HIDDEN",
      "HIDDEN",
    ],
    [{ type: "Unknown", accountId: account }, account, account],
  ])("%o", (userIdentity, id, name) => {
    expect(map({ userIdentity }).actor).toEqual({ type: "external", id, name });
  });

  it.each([undefined, null, "ada", {}, { type: "Unknown" }])("is absent for %o", (userIdentity) => {
    expect(map({ userIdentity }).actor).toBeUndefined();
  });

  it("never cuts an id: an ARN too long gives way to the principal id", () => {
    const userIdentity = {
      type: "IAMUser",
      arn: `arn:aws:iam::${account}:user/${"x".repeat(300)}`,
      principalId: "AIDAX",
      userName: "y".repeat(300),
    };
    const { actor } = map({ userIdentity });
    expect(actor?.id).toBe("AIDAX");
    expect(actor?.name).toBe(`${"y".repeat(255)}…`);
  });

  it("says for whom Identity Center acted", () => {
    const onBehalfOf = { userId: "u-1", identityStoreArn: "arn:aws:identitystore::1:x" };
    expect(map({ userIdentity: { ...assumed, onBehalfOf } }).onBehalfOf).toBe("u-1");
    expect(map({ userIdentity: { type: "IdentityCenterUser", onBehalfOf } }).onBehalfOf).toBe(
      undefined,
    );
  });
});

describe("outcome and reason", () => {
  it.each([
    [{}, "success", undefined],
    [{ errorCode: "AccessDenied" }, "denied", "AccessDenied"],
    [
      { errorCode: "AccessDeniedException", errorMessage: "no" },
      "denied",
      "AccessDeniedException: no",
    ],
    [{ errorCode: "Client.UnauthorizedOperation" }, "denied", "Client.UnauthorizedOperation"],
    [{ errorCode: "UnauthorizedException" }, "denied", "UnauthorizedException"],
    [{ errorCode: "NotAuthorizedException" }, "denied", "NotAuthorizedException"],
    [{ errorCode: "AuthorizationError" }, "denied", "AuthorizationError"],
    [{ errorCode: "ThrottlingException" }, "failure", "ThrottlingException"],
    [{ errorCode: "NoSuchBucketPolicy" }, "failure", "NoSuchBucketPolicy"],
    [{ errorMessage: "it broke" }, "failure", "it broke"],
    [
      {
        eventName: "ConsoleLogin",
        responseElements: { ConsoleLogin: "Failure" },
        errorMessage: "Failed authentication",
      },
      "failure",
      "Failed authentication",
    ],
    [
      { eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Failure" } },
      "failure",
      undefined,
    ],
    [
      { eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Success" } },
      "success",
      undefined,
    ],
    [
      { eventName: "SwitchRole", responseElements: { SwitchRole: "Failure" } },
      "failure",
      undefined,
    ],
  ])("%o is a %s", (members, outcome, reason) => {
    const event = map(members);
    expect(event.outcome).toBe(outcome);
    expect(event.reason).toBe(reason);
  });
});

describe("source address", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9", undefined],
    ["2001:db8::1", "2001:db8::1", undefined],
    ["AWS Internal", undefined, "AWS Internal"],
    ["rds.amazonaws.com", undefined, "rds.amazonaws.com"],
    ["fe80::1%eth0", undefined, "fe80::1%eth0"],
    ["127.1", undefined, "127.1"],
    ["", undefined, undefined],
    [undefined, undefined, undefined],
  ])("%s", (sourceIPAddress, sourceIp, sourceHost) => {
    const event = map({ sourceIPAddress });
    expect(event.sourceIp).toBe(sourceIp);
    expect(event.details?.sourceHost).toBe(sourceHost);
  });
});

describe("long texts", () => {
  it("cuts what people read, not in the middle of a character", () => {
    const event = map({
      userAgent: `${"a".repeat(1022)}😀😀`,
      errorCode: "Oops",
      errorMessage: "m".repeat(5000),
    });
    expect(event.userAgent).toBe(`${"a".repeat(1022)}…`);
    expect(event.reason).toHaveLength(2048);
    expect(event.raw).toHaveProperty("errorMessage", "m".repeat(5000));
  });

  it("moves a request id that is too long to the details", () => {
    const event = map({ requestID: "r".repeat(300) });
    expect(event.requestId).toBeUndefined();
    expect(event.details?.requestId).toBe("r".repeat(300));
  });
});
