import type { GrantFact, RoleHolding, SodExceptionFact, Via } from "../../authz/engine/facts.ts";
import { overlap, type Span } from "./span.ts";

/** A row that says how something came to be so: whom it names, since when, and why. */
export type Origin = { mentions: readonly string[]; at: number; reason: string };

/**
 * Something that decisions about a person are made of, and the time in which it was there and in
 * force. Two of equal `key` decide alike.
 */
export type Held = Span & {
  key: string;
  /** The row of the role or the grant, and of the membership; for an exception nobody asks. */
  given: Origin | null;
  joined: Origin | null;
} & (
    | { kind: "role"; fact: RoleHolding }
    | { kind: "grant"; fact: GrantFact }
    | { kind: "exception"; fact: SodExceptionFact }
  );

type StoredWindow = { startsAt: number | null; endsAt: number | null };

/** A row that gives a role or a grant to a person or a group. */
export type RoleRow = Span & StoredWindow & { receiver: string; role: string; reason: string };
export type GrantRow = Span &
  StoredWindow &
  Omit<GrantFact, "via"> & {
    receiver: string;
    reason: string;
  };
/** A time in which the group had this name. */
export type GroupRow = Span & { id: string; name: string };
export type MemberRow = Span & { groupId: string; userId: string };
export type ExceptionRow = Span & SodExceptionFact & { userId: string };

function inForce({ from, to, startsAt, endsAt }: Span & StoredWindow): Span | null {
  return overlap({ from, to }, { from: startsAt ?? from, to: endsAt ?? to });
}

/** What a row gives while it is in force; nothing when its window lies outside. */
export function heldRole(row: RoleRow, via: Via): Held[] {
  const span = inForce(row);
  if (!span) return [];
  const { receiver, role: roleId, startsAt, endsAt, reason } = row;
  const given = { mentions: [receiver], at: row.from, reason };
  const fact = { roleId, via, startsAt, endsAt };
  return [{ ...span, kind: "role", key: `role ${roleId}`, fact, given, joined: null }];
}

/** The same of a grant. */
export function heldGrant(row: GrantRow, via: Via): Held[] {
  const span = inForce(row);
  if (!span) return [];
  const { id, effect, permission, resourceType, resourceId, startsAt, endsAt } = row;
  const key = JSON.stringify([effect, permission, resourceType, resourceId]);
  const given = { mentions: [row.receiver], at: row.from, reason: row.reason };
  const fact = { id, permission, effect, resourceType, resourceId, via, startsAt, endsAt };
  return [{ ...span, kind: "grant", key, fact, given, joined: null }];
}

/** An exception from a rule that keeps roles out of use. */
export function heldException(row: ExceptionRow): Held[] {
  const span = overlap(row, { from: row.from, to: row.endsAt });
  if (!span) return [];
  const { ruleId, endsAt } = row;
  const fact = { ruleId, endsAt };
  return [{ ...span, kind: "exception", key: `except ${ruleId}`, fact, given: null, joined: null }];
}

/** What a group gives its members, under each name that it had. */
export function heldByGroup(
  names: readonly GroupRow[],
  roles: readonly RoleRow[],
  grants: readonly GrantRow[],
): Held[] {
  return names.flatMap((group) => {
    const via = { groupId: group.id, groupName: group.name };
    const all = [
      ...roles.flatMap((row) => heldRole(row, via)),
      ...grants.flatMap((row) => heldGrant(row, via)),
    ];
    return all.flatMap((held) => within(held, group));
  });
}

/** What somebody has of a group while they are in it. */
export function heldAsMember(member: MemberRow, ofGroup: readonly Held[]): Held[] {
  const { groupId, userId } = member;
  const joined = { mentions: [groupId, userId], at: member.from, reason: "" };
  return ofGroup.flatMap((held) => within(held, member).map((each) => ({ ...each, joined })));
}

function within(held: Held, span: Span): Held[] {
  const common = overlap(held, span);
  return common ? [{ ...held, ...common }] : [];
}
