import { isActionOf } from "#lib/authz/catalogue/concerning";
import { compilePolicy } from "#lib/authz/engine/policy";
import { Random } from "#lib/core/random";
import { gatehouseEngine } from "./access-engines.ts";
import { type BenchPolicy, generatePolicy, type Resource } from "./access-policy.ts";
import { generateQuestions, type Question } from "./access-questions.ts";
import { storePolicy } from "./access-store.ts";
import { type Bench, type Figure, figure, median } from "./benchmark.ts";
import { type LoadResult, startLoadGenerator } from "./load.ts";
import type { BenchServices } from "./workbench.ts";

const SIZES = { people: 2_000, grants: 20_000 };
const QUESTIONS = 20_000;
const CHECKED = 500;
const CONNECTIONS = 48;
const WARM_UP_MS = 4_000;
const ROUND_MS = 3_000;
const ROUNDS = 5;

/** One question, as AuthZEN puts it. */
export type Body = {
  subject: { type: "user"; id: string };
  action: { name: string };
  resource: { type: string; id: string };
};

/**
 * POST /access/v1/evaluation about many people and resources, beside a Hono route that only says
 * hello on the same port: the two alternate.
 */
export async function measureEvaluation(
  bench: Bench,
  { factory }: BenchServices,
  url: string,
): Promise<Figure> {
  const random = new Random("authzen");
  const facts = generatePolicy(random, SIZES);
  const { decide } = gatehouseEngine(facts, compilePolicy(facts.policy));
  // Of the others the endpoint says no without deciding.
  const isAskable = (permission: string, resource?: Resource) =>
    resource !== undefined && isActionOf(permission, resource.type);
  const questions = generateQuestions(
    random.fork("questions"),
    facts,
    QUESTIONS,
    decide,
    isAskable,
  );
  const tenantId = await factory.createTenant();
  bench.note("storing the people, their roles, their grants and the resources");
  await storePolicy(factory, tenantId, facts);
  const { key } = await factory.createKey(tenantId, ["access.decide"]);
  const evaluate = evaluator(url, key);
  for (const question of questions.slice(0, CHECKED)) {
    const { person, permission, resource } = question;
    const body = bodyOf(facts, question);
    if ((await evaluate(body)) === decide(person, permission, resource)) continue;
    throw new Error(`The endpoint answers another than the engine: ${JSON.stringify(body)}`);
  }
  bench.note(`the endpoint answers as the engine does: ${CHECKED} questions`);
  const bodies = questions.map((question) => JSON.stringify(bodyOf(facts, question)));
  const { headers, address } = endpoint(url, key);
  const load = startLoadGenerator(bench);
  const common = { connections: CONNECTIONS };
  return await alternate(bench, {
    hello: (forMs) => load({ ...common, url: `${url}/hello`, headers: {}, forMs }),
    evaluation: (forMs) => load({ ...common, url: address, headers, bodies, forMs }),
  });
}

/** Asks the endpoint. @returns the decision. */
export function evaluator(url: string, key: string): (body: Body) => Promise<boolean> {
  const { headers, address } = endpoint(url, key);
  return async (body) => {
    const response = await fetch(address, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const { decision } = response.ok ? JSON.parse(text) : { decision: undefined };
    if (typeof decision === "boolean") return decision;
    throw new Error(`The API answered with ${response.status}: ${text}`);
  };
}

function endpoint(url: string, key: string) {
  return { address: `${url}/access/v1/evaluation`, headers: { Authorization: `Bearer ${key}` } };
}

function bodyOf({ people, resources }: BenchPolicy, question: Question): Body {
  const { type = "", id = "" } = resources[question.resource] ?? {};
  return {
    subject: { type: "user", id: people[question.person]?.id ?? "" },
    action: { name: question.permission },
    resource: { type, id },
  };
}

type Send = (forMs: number) => Promise<LoadResult>;

async function alternate(bench: Bench, ways: { hello: Send; evaluation: Send }): Promise<Figure> {
  const hello: LoadResult[] = [];
  const evaluation: LoadResult[] = [];
  await ways.hello(WARM_UP_MS);
  await ways.evaluation(WARM_UP_MS);
  for (let round = 1; round <= ROUNDS; round++) {
    bench.signal.throwIfAborted();
    const bare = await ways.hello(ROUND_MS);
    const asked = await ways.evaluation(ROUND_MS);
    hello.push(bare);
    evaluation.push(asked);
    const rates = [bare, asked].map(({ perSecond }) =>
      Math.round(perSecond).toLocaleString("en-US"),
    );
    bench.note(`round ${round} of ${ROUNDS}: hello ${rates[0]}/s, evaluation ${rates[1]}/s`);
  }
  const rate = (results: LoadResult[]) => median(results.map(({ perSecond }) => perSecond));
  const own = median(evaluation.map(({ ownCpu }) => ownCpu)).toFixed(2);
  const p95 = median(evaluation.map(({ p95Ms }) => p95Ms)).toFixed(1);
  bench.note(`evaluation: p95 ${p95} ms; whoever asked took ${own} cores`);
  return figure("access.authzen.rps", "1/s", rate(evaluation), rate(hello));
}
