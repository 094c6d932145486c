import type { ArrivedEvent } from "../events/arrivals.ts";
import { sqlStateOf } from "../platform/connection.ts";
import type { Sql } from "../platform/db.ts";

/** Events that one turn finds to be unfit; more are left to the next, so that others have theirs. */
const FOUND_AT_ONCE = 10;

/** Classes of SQLSTATE that say nothing of the event: a conflict, an outage, a lack of resources. */
const passingClasses = new Set(["08", "40", "53", "55", "57", "58"]);

type Isolated = {
  unfit: { event: ArrivedEvent; error: unknown }[];
  /** What was not come to. */
  rest: readonly ArrivedEvent[][];
};

/**
 * Evaluates events so that each that fails alone is found, by halving whatever fails, in the caller's
 * transaction; what fails is undone.
 * @throws what fails for another reason than the events: then nothing is known of them.
 */
export async function isolateEvents(
  sql: Sql,
  events: readonly ArrivedEvent[],
  evaluate: (events: readonly ArrivedEvent[]) => Promise<void>,
): Promise<Isolated> {
  const unfit: Isolated["unfit"] = [];
  const waiting = [[...events]];
  while (unfit.length < FOUND_AT_ONCE) {
    const part = waiting.pop();
    if (!part) break;
    const failure = await attempt(sql, () => evaluate(part));
    if (failure === null) continue;
    const [event, ...others] = part;
    if (!event) continue;
    const half = Math.ceil(part.length / 2);
    if (others.length === 0) unfit.push({ event, error: failure.error });
    else waiting.push(part.slice(half), part.slice(0, half));
  }
  return { unfit, rest: waiting };
}

/** @returns what it failed with, after everything that it did is undone. */
async function attempt(sql: Sql, work: () => Promise<void>): Promise<{ error: unknown } | null> {
  await sql("SAVEPOINT isolated", []);
  try {
    await work();
    await sql("RELEASE SAVEPOINT isolated", []);
    return null;
  } catch (error) {
    if (isPassing(error)) throw error;
    // Fails when the connection is gone, and then it was not the event either.
    await sql("ROLLBACK TO SAVEPOINT isolated", []);
    return { error };
  }
}

function isPassing(error: unknown): boolean {
  return passingClasses.has(sqlStateOf(error)?.slice(0, 2) ?? "");
}
