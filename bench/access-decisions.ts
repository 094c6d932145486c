import { compilePolicy, type Policy } from "#lib/authz/engine/policy";
import { Random } from "#lib/core/random";
import { casbinEngine } from "./access-casbin.ts";
import { caslEngine } from "./access-casl.ts";
import { type Engine, gatehouseEngine, timeEach } from "./access-engines.ts";
import { clockUs, compareAnswers, measure, type Round } from "./access-measure.ts";
import { type BenchPolicy, generatePolicy } from "./access-policy.ts";
import { generateQuestions, type Question } from "./access-questions.ts";
import { type Bench, type Figure, figure, median, percentile } from "./benchmark.ts";

const SEED = "access";
const SIZES = { people: 10_000, grants: 100_000 };
const QUESTIONS = 200_000;
/** casbin looks at every rule of a person for each question: it is asked the first of them only. */
const CASBIN_COMPARED = 5_000;
const CASBIN_TIMED = 2_000;
const ROUNDS = 7;
const POLICY_COMPILATIONS = 20;

/** In the order in which they take turns. */
const names = ["gatehouse", "casl", "casbin"] as const;
type Name = (typeof names)[number];
type Asked = { engine: Engine; questions: readonly Question[]; allowed: number };
type Rounds = Record<Name, Round[]>;

/**
 * How fast decisions are made in one process, beside CASL and casbin: the same policy, the same
 * questions, the same answers, in turns.
 */
export async function measureDecisions(bench: Bench): Promise<Figure[]> {
  const asked = await prepare(bench);
  bench.note(`each single decision's time has a reading of the clock in it: ${clockUs()} us`);
  const rounds: Rounds = { gatehouse: [], casl: [], casbin: [] };
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const told: string[] = [];
    for (const name of names) {
      bench.signal.throwIfAborted();
      const { engine, questions, allowed } = asked[name];
      const result = measure(engine, questions, allowed);
      if (round > 0) rounds[name].push(result);
      told.push(`${name} ${whole(result.perSecond)}/s`);
    }
    bench.note(`${round === 0 ? "warm-up" : `round ${round} of ${ROUNDS}`}: ${told.join(", ")}`);
  }
  return figuresOf(rounds, asked.gatehouse.engine);
}

async function prepare(bench: Bench): Promise<Record<Name, Asked>> {
  const random = new Random(SEED);
  const facts = asRead(generatePolicy(random, SIZES));
  const policy = compileRepeatedly(bench, facts);
  const gatehouse = gatehouseEngine(facts, policy);
  const { decide } = gatehouse;
  const questions = asRead(generateQuestions(random.fork("questions"), facts, QUESTIONS, decide));
  const few = questions.slice(0, CASBIN_COMPARED);
  const casl = caslEngine(facts, policy);
  const concerned = few.map(({ person }) => person);
  const casbin = await casbinEngine(facts, policy, concerned);
  for (const [name, { preparedMs }] of Object.entries({ gatehouse, casl, casbin })) {
    const ms = percentile(preparedMs, 0.99).toFixed(3);
    bench.note(`${name} prepared ${whole(preparedMs.length)} people, p99 ${ms} ms each`);
  }
  const allowed = compareAnswers(["gatehouse", gatehouse], ["casl", casl], questions);
  compareAnswers(["gatehouse", gatehouse], ["casbin", casbin], few);
  bench.note(
    `${whole(allowed)} of ${whole(questions.length)} questions are allowed: CASL agrees on all, ` +
      `casbin on the ${whole(few.length)} that it was asked, of which ${CASBIN_TIMED} are timed`,
  );
  const timed = questions.slice(0, CASBIN_TIMED);
  const isAllowed = (each: Question) => decide(each.person, each.permission, each.resource);
  return {
    gatehouse: { engine: gatehouse, questions, allowed },
    casl: { engine: casl, questions, allowed },
    casbin: { engine: casbin, questions: timed, allowed: timed.filter(isAllowed).length },
  };
}

function compileRepeatedly(bench: Bench, { policy }: BenchPolicy): Policy {
  const times = Array.from({ length: POLICY_COMPILATIONS }, () => policy);
  const { made, preparedMs } = timeEach(times, compilePolicy);
  const [compiled] = made;
  const [first] = preparedMs;
  if (!compiled || first === undefined) throw new Error("the policy was not compiled");
  const { roles, space } = compiled;
  bench.note(
    `${roles.size} roles over ${space.ids.length} permissions compile in ` +
      `${median(preparedMs).toFixed(1)} ms (the first time ${first.toFixed(1)})`,
  );
  return compiled;
}

/** As it comes from a database or a request: nobody compares strings by their addresses then. */
function asRead<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

function figuresOf(rounds: Rounds, gatehouse: Engine): Figure[] {
  const rate = (name: Name) => median(rounds[name].map((round) => round.perSecond));
  const p99 = (name: Name) => median(rounds[name].map((round) => round.p99Us));
  const best = rate("casl") > rate("casbin") ? "casl" : "casbin";
  return [
    figure("access.decide.perSecond", "1/s", rate("gatehouse"), rate(best)),
    fine("access.decide.p99Us", "us", p99("gatehouse"), p99(best)),
    fine("access.compile.coldMs", "ms", percentile(gatehouse.preparedMs, 0.99)),
  ];
}

/** A figure in a unit so large that one digit after the point would say nothing. */
function fine(name: string, unit: string, value: number, baseline: number | null = null): Figure {
  const digits = (number: number) => Number(number.toFixed(3));
  const ratio = baseline === null ? null : digits(value / baseline);
  return { name, value: digits(value), unit, baseline: baseline && digits(baseline), ratio };
}

function whole(number: number): string {
  return Math.round(number).toLocaleString("en-US");
}
