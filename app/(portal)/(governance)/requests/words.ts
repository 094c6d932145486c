import type { Tone } from "#components/ui/badge.tsx";
import type {
  ForbiddenBy,
  RequestableRole,
  RequestKind,
  RequestState,
} from "#lib/governance/requests/schema";

const states: Record<RequestState, { label: string; tone: Tone }> = {
  pending: { label: "Waiting", tone: "info" },
  in_force: { label: "In force", tone: "success" },
  ended: { label: "Ended", tone: "neutral" },
  refused: { label: "Refused", tone: "neutral" },
  withdrawn: { label: "Withdrawn", tone: "neutral" },
  lapsed: { label: "Lapsed", tone: "neutral" },
};

const kinds: Record<RequestKind, string> = { request: "Requested", emergency: "Emergency" };

/** Takes any text, because the URL may hold any. */
export function stateLabel(state: string): string {
  return isState(state) ? states[state].label : state;
}

export function stateTone(state: RequestState): Tone {
  return states[state].tone;
}

/** Takes any text, because the URL may hold any. */
export function kindLabel(kind: string): string {
  return isKind(kind) ? kinds[kind] : kind;
}

const MINUTE_MS = 60_000;

/** The separations of duty that somebody would break with a role within so many minutes from now on. */
export function forbiddenFor(
  { name, forbiddenBy }: Pick<RequestableRole, "name" | "forbiddenBy">,
  minutes: number,
  now: number,
): { ruleId: string; words: string; isAsked: boolean }[] {
  const end = now + minutes * MINUTE_MS;
  return forbiddenBy
    .filter(({ from }) => Date.parse(from) < end)
    .map((each) => {
      const isAsked = each.askedUntil !== null && Date.parse(each.askedUntil) >= end;
      return { ruleId: each.rule.id, words: forbiddenWords(name, each, isAsked), isAsked };
    });
}

/** What a role would make somebody break, and what they can do about it. */
export function forbiddenWords(
  role: string,
  { rule, together }: Pick<ForbiddenBy, "rule" | "together">,
  isAsked: boolean,
): string {
  const why = `With ${role} you would have ${together}, which the separation of duty “${rule.name}” forbids.`;
  return isAsked
    ? `${why} An exception was asked for; until it is approved, nobody can give you the role.`
    : `${why} Nobody can give you the role without an exception.`;
}

/** "1 request waits for a decision"; nothing when none does. */
export function waitingWords(count: number): string | null {
  if (count === 0) return null;
  return count === 1 ? "1 request waits for a decision" : `${count} requests wait for a decision`;
}

function isState(state: string): state is RequestState {
  return Object.hasOwn(states, state);
}

function isKind(kind: string): kind is RequestKind {
  return Object.hasOwn(kinds, kind);
}
