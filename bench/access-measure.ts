import type { Engine } from "./access-engines.ts";
import type { Question } from "./access-questions.ts";
import { percentile } from "./benchmark.ts";

export type Round = { perSecond: number; p99Us: number };

/**
 * Asks all questions in one go for the rate, and then each by itself. A single decision is timed
 * from one reading of the clock to the next, nothing averaged away: what a reading costs is in it.
 * @param allowed how many of the questions are to be allowed.
 */
export function measure(engine: Engine, questions: readonly Question[], allowed: number): Round {
  const decide = ({ person, permission, resource }: Question) =>
    engine.decide(person, permission, resource);
  // Another engine has just been asked, and left nothing of this one in the processor's caches.
  countAllowed(questions, decide);
  const before = performance.now();
  const found = countAllowed(questions, decide);
  const perSecond = (questions.length / (performance.now() - before)) * 1_000;
  const singly = timeSingly(questions, decide);
  if (found !== allowed || singly.allowed !== allowed) {
    throw new Error(`${found} and then ${singly.allowed} questions were allowed, not ${allowed}`);
  }
  return { perSecond, p99Us: percentile(singly.durationsUs, 0.99) };
}

function countAllowed(questions: readonly Question[], decide: (each: Question) => boolean): number {
  let allowed = 0;
  for (const question of questions) if (decide(question)) allowed++;
  return allowed;
}

/** What the clock makes of nothing at all, in microseconds: part of every single decision's time. */
export function clockUs(): number {
  const { durationsUs } = timeSingly(Array.from({ length: 200_000 }), () => false);
  return percentile(durationsUs, 0.5);
}

function timeSingly<T>(list: readonly T[], decide: (each: T) => boolean) {
  const durationsUs: number[] = [];
  let allowed = 0;
  for (const each of list) {
    const before = process.hrtime.bigint();
    const answer = decide(each);
    const after = process.hrtime.bigint();
    durationsUs.push(Number(after - before) / 1e3);
    if (answer) allowed++;
  }
  return { durationsUs, allowed };
}

/** Asks both engines. @returns how many of the questions are allowed. @throws when they disagree. */
export function compareAnswers(
  [name, engine]: readonly [string, Engine],
  [otherName, other]: readonly [string, Engine],
  questions: readonly Question[],
): number {
  let allowed = 0;
  for (const { person, permission, resource } of questions) {
    const answer = engine.decide(person, permission, resource);
    if (answer) allowed++;
    if (answer === other.decide(person, permission, resource)) continue;
    const said = answer ? "allows" : "denies";
    const question = `${permission} of person ${person} on resource ${resource}`;
    throw new Error(`${name} ${said} ${question}, ${otherName} does not`);
  }
  return allowed;
}
