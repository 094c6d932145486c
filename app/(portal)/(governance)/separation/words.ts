import { permissionName } from "#components/access/permission-words.ts";
import { formatNumber, peopleOf } from "#components/ui/format-number.ts";
import type {
  ConflictPart,
  ExceptionNeed,
  SodExceptionRow,
  SodKind,
} from "#lib/governance/separation/schema";

const and = new Intl.ListFormat("en", { type: "conjunction" });

type Rule = {
  kind: SodKind;
  limit: number;
  roles: readonly { name: string }[];
  /** Their ids. */
  permissions: readonly string[];
};

/** What stands before and after the names of what a rule keeps apart, so that they can be links. */
export function aroundMembers({ kind, limit, roles, permissions }: Rule): {
  before: string;
  after: string;
} {
  const verb = kind === "static" ? "have" : "use";
  const after = kind === "static" ? "." : " in one session.";
  return {
    before: `Nobody may ${verb} ${tooMany(limit, roles.length + permissions.length)}`,
    after,
  };
}

/** "Nobody may have both Clerk and Approver." */
export function ruleWords(rule: Rule): string {
  const { before, after } = aroundMembers(rule);
  const names = [...rule.roles.map(({ name }) => name), ...rule.permissions.map(permissionName)];
  return `${before} ${and.format(names)}${after}`;
}

/** What somebody has of a rule: "Clerk and Refund invoices (by Approver)". */
export function hasWords(has: readonly ConflictPart[]): string {
  const words = has.map(({ kind, what, by }) => {
    const isItself = kind === "role" && by.length === 1 && by[0] === what;
    const name = kind === "role" ? what : permissionName(what);
    return isItself ? name : `${name} (by ${and.format(by)})`;
  });
  return and.format(words.sort());
}

/** Roles that hold too much of a rule by themselves: "Tenant admin and Manager hold them together." */
export function breakingWords(kind: SodKind, names: readonly string[]): string {
  const hold = `${and.format(names)} ${names.length === 1 ? "holds" : "hold"} them together`;
  return kind === "static"
    ? `${hold}: nobody else can be given ${names.length === 1 ? "it" : "one"} without an exception.`
    : `${hold}: nobody can use ${names.length === 1 ? "it" : "one"} without an exception.`;
}

/** How many of what a rule names are too many, as a choice: "2 of them", "All 3 of them". */
export function limitWords(limit: number, count: number): string {
  return limit === count ? `All ${limit} of them` : `${limit} of them`;
}

function tooMany(limit: number, count: number): string {
  if (limit === 2 && count === 2) return "both";
  if (limit >= count) return "all of";
  return `more than ${limit === 2 ? "one" : limit - 1} of`;
}

/**
 * How many people a rule concerns: they break it, or have to choose.
 * @param later how many of them only from some moment on, such as the end of an exception.
 * @param excepted how many people have an exception from it now.
 */
export function conflictWords(kind: SodKind, count: number, later = 0, excepted = 0): string {
  const words = concernWords(kind, count, later);
  if (excepted === 0) return words;
  return `${words}; ${peopleOf(excepted)} ${excepted === 1 ? "has" : "have"} an exception`;
}

function concernWords(kind: SodKind, count: number, later: number): string {
  if (kind === "dynamic") {
    if (count === 0) return "Nobody has to choose";
    return `${peopleOf(count)} ${count === 1 ? "has" : "have"} to choose`;
  }
  const now = count - later;
  if (count === 0) return "Nobody breaks it";
  if (now === 0) return `${peopleOf(later)} will break it`;
  const breaking = `${peopleOf(now)} ${now === 1 ? "breaks" : "break"} it`;
  return later > 0 ? `${breaking}, ${formatNumber(later)} will` : breaking;
}

/** What a rule would mean for those who have together already what it keeps apart. */
export function consequenceWords(kind: SodKind, count: number): string {
  const isOne = count === 1;
  if (kind === "static") {
    return count === 0
      ? "Nobody has these together, so nobody breaks it."
      : `${peopleOf(count)} ${isOne ? "breaks" : "break"} it already. They keep what they have, and stay listed until one of these is taken from them.`;
  }
  return count === 0
    ? "Nobody has these together, so nobody has to choose."
    : `${peopleOf(count)} ${isOne ? "has" : "have"} these together. They have to choose in each session between the roles that give them, and use none of those until they do.`;
}

/** Whether somebody breaks the rule from which they would be excepted, and if not, what it would do. */
export function needWords(name: string, need: ExceptionNeed): string {
  if (need.by === "held") return `${name} has what this rule keeps apart.`;
  if (need.by === "asked") {
    return `${name} does not break this rule today, and would with the role ${need.role} that they have asked for.`;
  }
  return `${name} does not break this rule today. From its approval until it ends, the exception allows them to.`;
}

type Closed = Pick<SodExceptionRow, "state" | "decidedBy" | "endsAt">;

/** How an exception that is over came to its end. */
export function closedWords({ state, decidedBy, endsAt }: Closed, now: number): string {
  const isInTime = Date.parse(endsAt) > now;
  if (state === "refused") return "Refused";
  if (decidedBy === null) return isInTime ? "Withdrawn" : "Never decided";
  return isInTime ? "Ended early" : "Ended";
}

/** Why a waiting exception is not for the reader to decide; null when it is. */
export function whyNotDecide(
  { askedBy, person }: Pick<SodExceptionRow, "askedBy" | "person">,
  reader: { id: string; canApprove: boolean },
): string | null {
  const isMine = askedBy.id === reader.id;
  if (isMine && person.id === reader.id) {
    return "You asked for it and it is about you, so somebody else has to decide.";
  }
  if (isMine) return "You asked for it, so somebody else has to decide.";
  if (person.id === reader.id) return "It is about you, so somebody else has to decide.";
  return reader.canApprove ? null : "Somebody who may approve exceptions has to decide.";
}
