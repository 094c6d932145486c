import { compileAccess } from "#lib/authz/engine/access";
import { decide } from "#lib/authz/engine/decide";
import type { Policy } from "#lib/authz/engine/policy";
import type { BenchPolicy } from "./access-policy.ts";
import type { Decide } from "./access-questions.ts";

/** Something that decides, after preparing whatever it can before a question comes. */
export type Engine = {
  decide: Decide;
  /** How long it took to prepare each person, in milliseconds. */
  preparedMs: readonly number[];
};

/** Gatehouse itself: one access for each person, as its cache holds it for a request. */
export function gatehouseEngine({ people, resources }: BenchPolicy, policy: Policy): Engine {
  const { made, preparedMs } = timeEach(people, ({ facts }) => compileAccess(policy, facts, 0));
  return {
    preparedMs,
    decide(person, permission, resource) {
      const access = made[person];
      return access !== undefined && decide(access, permission, resources[resource]);
    },
  };
}

/** Makes something of each, and says how long each took. */
export function timeEach<From, To>(
  list: readonly From[],
  make: (from: From) => To,
): { made: To[]; preparedMs: number[] } {
  const preparedMs: number[] = [];
  const made = list.map((from) => {
    const before = process.hrtime.bigint();
    const to = make(from);
    preparedMs.push(Number(process.hrtime.bigint() - before) / 1e6);
    return to;
  });
  return { made, preparedMs };
}
