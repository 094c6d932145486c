import { expect, it } from "vitest";
import { compilePolicy } from "#lib/authz/engine/policy";
import { Random } from "#lib/core/random";
import { casbinEngine } from "./access-casbin.ts";
import { caslEngine } from "./access-casl.ts";
import { type Engine, gatehouseEngine } from "./access-engines.ts";
import { compareAnswers } from "./access-measure.ts";
import { generatePolicy } from "./access-policy.ts";
import { generateQuestions } from "./access-questions.ts";

const random = new Random("engines");
const facts = generatePolicy(random, { people: 50, grants: 500 });
const policy = compilePolicy(facts.policy);
const gatehouse = gatehouseEngine(facts, policy);
const questions = generateQuestions(random.fork("questions"), facts, 1_500, gatehouse.decide);

it("gets the same answers from all three engines, one in three of them yes", async () => {
  const casl = caslEngine(facts, policy);
  const casbin = await casbinEngine(facts, policy, facts.people.keys());
  expect(compareAnswers(["gatehouse", gatehouse], ["casl", casl], questions)).toBe(500);
  expect(compareAnswers(["gatehouse", gatehouse], ["casbin", casbin], questions)).toBe(500);
});

it("refuses to compare engines that disagree", () => {
  const wrong: Engine = { preparedMs: [], decide: () => false };
  expect(() => compareAnswers(["a", gatehouse], ["b", wrong], questions)).toThrow(
    /^a allows .* on resource \d+, b does not$/,
  );
});

it("asks about what people were given, were denied and own, and about anything else", () => {
  const kinds = { given: 0, owned: 0, other: 0 };
  for (const { person, permission, resource } of questions) {
    const about = facts.resources[resource];
    const asker = facts.people[person];
    const above = new Set([about?.id, ...(about?.ancestors ?? []).map(({ id }) => id)]);
    const given = asker?.facts.grants.some(
      (grant) => grant.permission === permission && above.has(grant.resourceId ?? ""),
    );
    kinds[given ? "given" : about?.owner === asker?.id ? "owned" : "other"]++;
  }
  expect(Math.min(...Object.values(kinds))).toBeGreaterThan(50);
});
