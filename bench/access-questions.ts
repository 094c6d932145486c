import type { Random } from "#lib/core/random";
import { type BenchPolicy, type Resource, resourcePermissions } from "./access-policy.ts";

/** May the person do this on the resource? Both are named by their place in the policy. */
export type Question = { person: number; permission: string; resource: number };

/** @returns whether it is allowed. */
export type Decide = (person: number, permission: string, resource: number) => boolean;

/** What generated questions can be about. */
type Askable = (permission: string, resource: Resource | undefined) => boolean;

/**
 * Questions of which one in three is allowed. Half are about anything; of the others most are about
 * something at or below what the person was given or denied, and some about what the person owns.
 */
export function generateQuestions(
  random: Random,
  policy: BenchPolicy,
  count: number,
  decide: Decide,
  isAskable: Askable = () => true,
): Question[] {
  const propose = proposer(random, policy);
  let allowedLeft = Math.round(count / 3);
  let deniedLeft = count - allowedLeft;
  const questions: Question[] = [];
  while (questions.length < count) {
    const question = propose();
    if (!isAskable(question.permission, policy.resources[question.resource])) continue;
    const allowed = decide(question.person, question.permission, question.resource);
    if ((allowed ? allowedLeft : deniedLeft) === 0) continue;
    if (allowed) allowedLeft--;
    else deniedLeft--;
    questions.push(question);
  }
  return questions;
}

function proposer(random: Random, { people, resources }: BenchPolicy): () => Question {
  const places = new Map(resources.map(({ id }, index) => [id, index]));
  const children = Map.groupBy(resources, ({ ancestors }) => ancestors[0]?.id);
  const owned = Map.groupBy(resources, ({ owner }) => owner);
  const placeOf = (resource: Resource | undefined) => places.get(resource?.id ?? "");
  const atOrBelow = (id: string): number | undefined => {
    let at = resources[places.get(id) ?? -1];
    for (let below = at; below && random.chance(0.6); ) {
      at = below;
      const under = children.get(below.id);
      below = under && random.pick(under);
    }
    return placeOf(at);
  };
  return () => {
    const person = random.int(0, people.length - 1);
    const permission = random.pick(resourcePermissions);
    const anything = { person, permission, resource: random.int(0, resources.length - 1) };
    const kind = random.next();
    const { id = "", facts } = people[person] ?? {};
    if (kind < 0.4 && facts && facts.grants.length > 0) {
      const grant = random.pick(facts.grants);
      const resource = atOrBelow(grant.resourceId ?? "");
      if (resource !== undefined) return { person, permission: grant.permission, resource };
    }
    const own = owned.get(id);
    if (kind < 0.5 && own) {
      const resource = placeOf(random.pick(own));
      if (resource !== undefined) return { ...anything, resource };
    }
    return anything;
  };
}
