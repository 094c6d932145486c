import { z } from "zod";
import { reasonField } from "../../core/reason.ts";

/** No request may be for longer than a month, and no emergency for longer than a day. */
export const MAX_REQUEST_MINUTES = 30 * 24 * 60;
export const MAX_EMERGENCY_MINUTES = 24 * 60;
/** A request that nobody has decided for so long lapses. */
export const LAPSE_DAYS = 7;

export const requestKinds = ["request", "emergency"] as const;
export type RequestKind = (typeof requestKinds)[number];

/**
 * Where a request stands now: `lapsed` and `ended` also when only time has made it so, and `ended`
 * when the role was taken away or changed by hand meanwhile.
 */
export const requestStates = [
  "pending",
  "in_force",
  "ended",
  "refused",
  "withdrawn",
  "lapsed",
] as const;
export type RequestState = (typeof requestStates)[number];

type Named = { id: string; name: string };

/** A role that somebody asked for or took; times are ISO 8601. */
export type AccessRequestRow = {
  id: string;
  person: Named;
  role: Named;
  kind: RequestKind;
  state: RequestState;
  /** As asked for. */
  minutes: number;
  reason: string;
  createdAt: string;
  decidedBy: Named | null;
  decidedAt: string | null;
  comment: string;
  startsAt: string | null;
  endsAt: string | null;
  /** Who ended it before its time, and when. */
  endedBy: Named | null;
  endedAt: string | null;
};

/** A role that a person or a group was given by hand until a time, and has now; times are ISO 8601. */
export type GivenForTimeRow = {
  receiver: Named & { kind: "user" | "group" };
  role: Named;
  since: string;
  endsAt: string;
  /** Why it was given; may be empty. */
  reason: string;
};

export type RequestPage = {
  rows: AccessRequestRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

export type RequestCounts = {
  state: Record<RequestState, number>;
  kind: Record<RequestKind, number>;
};

/** Whether a role can be asked for or taken in an emergency, and for how long at most. */
export type ElevationRuleRow = {
  role: Named;
  requestMinutes: number | null;
  emergencyMinutes: number | null;
  /** Whether the person may change that: the role allows nothing that they may not do. */
  isManageable: boolean;
};

/** A permission and where it holds, as a blast radius says it. */
type Reaching = { permission: string; reach: string };

/** A separation of duty that forbids somebody a role, unless they are excepted from it. */
export type ForbiddenBy = {
  rule: Named;
  /** What they would have together: "Approver and Clerk". */
  together: string;
  /** From when on, ISO 8601. */
  from: string;
  /** Until when an exception was asked for that nobody has decided, ISO 8601; null for none. */
  askedUntil: string | null;
};

/** A role that the person can ask for or take, and what they could do with it beside what they can. */
export type RequestableRole = Named & {
  description: string;
  requestMinutes: number | null;
  emergencyMinutes: number | null;
  gained: Reaching[];
  /** Roles can deny as well. */
  lost: Reaching[];
  /** Separations of duty that they would break with it, if they had it for as long as it can be asked for. */
  forbiddenBy: ForbiddenBy[];
  /** What stands in the way: they have it already, or have asked for it. */
  blocked: { by: "held"; endsAt: string | null } | { by: "pending" } | null;
};

const why = reasonField.unwrap().min(1, "Say why.");
const role = z.string().min(1, "Choose a role.").max(64);
const upTo = (max: number, message: string) =>
  z.int().min(1, "It must be at least a minute.").max(max, message);
const requestMinutes = upTo(MAX_REQUEST_MINUTES, "At most 30 days.");
const emergencyMinutes = upTo(MAX_EMERGENCY_MINUTES, "At most a day.");

/** Null for both: the role can neither be asked for nor be taken. */
export const updateElevationInput = z.strictObject({
  roleId: role,
  requestMinutes: requestMinutes.nullable(),
  emergencyMinutes: emergencyMinutes.nullable(),
  reason: reasonField,
});
export const createRequestInput = z.strictObject({
  roleId: role,
  minutes: requestMinutes,
  reason: why,
  /**
   * Why they should be excepted from the separations of duty that forbid them the role: exceptions are
   * asked for with it. Null asks for none.
   */
  exception: why.nullable().default(null),
});
export const breakGlassInput = z.strictObject({
  roleId: role,
  minutes: emergencyMinutes,
  reason: why,
});
export const approveRequestInput = z.strictObject({
  requestId: z.uuid(),
  /** Null gives it for as long as was asked. */
  minutes: requestMinutes.nullable().default(null),
  comment: reasonField,
});
export const refuseRequestInput = z.strictObject({ requestId: z.uuid(), comment: why });
export const withdrawRequestInput = z.strictObject({ requestId: z.uuid() });
export const endElevationInput = z.strictObject({ requestId: z.uuid(), reason: reasonField });

const list = <T extends readonly [string, ...string[]]>(values: T) =>
  z.union([z.enum(values).transform((value) => [value]), z.array(z.enum(values))]).optional();

export const requestFilters = z.object({ state: list(requestStates), kind: list(requestKinds) });
export type RequestFilters = {
  state?: RequestState[] | undefined;
  kind?: RequestKind[] | undefined;
  /** Part of the person's or the role's name. */
  text?: string | undefined;
};
