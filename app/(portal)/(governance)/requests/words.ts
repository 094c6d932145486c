import type { Tone } from "#components/ui/badge.tsx";
import type { RequestKind, RequestState } from "#lib/governance/requests/schema";

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
