import type { Random } from "../lib/core/random.ts";
import { type Circumstances, type Deed, type DemoEvent, makeEvent } from "./event.ts";
import type { Person } from "./people.ts";

/** From which device and address somebody comes. */
export type Place = { ip: string; userAgent: string };

/** One session: from logging in, over what is done in it, to logging out, if that happens. */
export type Visit = Place & {
  person: Person;
  begins: number;
  steps: readonly { at: number; deed: Deed }[];
  /** When they log out, at the earliest; null when they just leave. */
  ends: number | null;
};

/** The person, outside of a session when `sessionId` is null. */
function circumstancesOf(
  { id, name }: Person,
  { ip, userAgent }: Place,
  sessionId: string | null,
): Circumstances {
  return { actor: { type: "user", id, name }, ip, userAgent, sessionId };
}

export function visitEvents(random: Random, visit: Visit): DemoEvent[] {
  const { person, begins, steps, ends } = visit;
  const sessionId = random.uuid();
  const circumstances = circumstancesOf(person, visit, sessionId);
  const event = (at: number, deed: Deed) => makeEvent(random, at, circumstances, deed);
  const target = { type: "session", id: sessionId };
  const events = [event(begins, { source: "portal", action: "session.created", target })];
  for (const { at, deed } of steps) events.push(event(at, deed));
  if (ends !== null) {
    const done = Math.max(ends, ...steps.map((step) => step.at + 20_000));
    events.push(event(done, { source: "portal", action: "session.ended", target }));
  }
  return events;
}

/** As the log-in records it: nobody is logged in, and the account is the target. */
export function failedLogin(
  random: Random,
  at: number,
  person: Person,
  place: Place,
  reason = "The password is wrong.",
): DemoEvent {
  return makeEvent(random, at, circumstancesOf(person, place, null), {
    source: "portal",
    action: "session.create_failed",
    outcome: "failure",
    reason,
    target: { type: "account", id: person.email },
  });
}
