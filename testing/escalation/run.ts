import { Random } from "../../lib/core/random.ts";
import { reloaded } from "../actor-with.ts";
import { KeptFactory } from "./kept-factory.ts";
import { couldDo, type Lines, UNCHOSEN } from "./measure.ts";
import { type Attempt, inventoryOf, type Run } from "./step.ts";
import { makeWorld, type World } from "./world.ts";

/** Few kinds of mutation at a time: what builds on one another then comes together far more often. */
const AT_ONCE = 16;

export type Report = {
  /** What somebody gained or lost who must not have, and all that was tried until then; null for nothing. */
  finding: { what: string[]; log: string[] } | null;
  /** How often each mutation was done. */
  done: ReadonlyMap<string, number>;
  refused: number;
};

type Options = { seed: string; sequences: number; steps: number };

/** What others have decided beforehand, of which the actor takes away more than they have themselves. */
const byMandate = new Set(["governance/reviews decideLines", "governance/reviews endReview"]);

/**
 * Tries random sequences of mutations, each in a tenant of its own, until one of them gives the actor, or
 * anybody whom they can act as, something that they could not have before, or takes something from
 * somebody above them which they lack.
 */
export async function trySequences(
  ownerUrl: string,
  mutations: Readonly<Record<string, Run>>,
  { seed, sequences, steps }: Options,
): Promise<Report> {
  const report = { finding: null, done: new Map<string, number>(), refused: 0 };
  const random = new Random(seed);
  const factory = new KeptFactory(ownerUrl);
  try {
    for (let number = 0; number < sequences; number++) {
      const names = turnOf(Object.keys(mutations), number, random);
      const world = await makeWorld(factory, number % 2 === 1);
      const sequence = { world, names, mutations, chance: random.fork(number), steps };
      const finding = await trySequence(sequence, report);
      if (finding) return { ...report, finding };
    }
  } finally {
    await factory.end();
  }
  return report;
}

type Sequence = {
  world: World;
  names: readonly string[];
  mutations: Readonly<Record<string, Run>>;
  chance: Random;
  steps: number;
};
type Counts = { done: Map<string, number>; refused: number };

async function trySequence(
  { world, names, mutations, chance, steps }: Sequence,
  counts: Counts,
): Promise<Report["finding"]> {
  const watch = await Watch.over(world);
  // What was refused has changed nothing.
  let known: Known | null = null;
  for (let at = 0; at < steps; at++) {
    const name = names[chance.int(0, names.length - 1)] ?? "";
    known ??= { actor: await reloaded(world.actor), have: await inventoryOf(world.tenantId) };
    const number = () => chance.int(0, 9_999);
    const tried = await mutations[name]?.({
      world,
      ...known,
      at,
      a: number(),
      b: number(),
      c: number(),
    });
    if (!tried) continue;
    const { result, takesOver = [] } = tried;
    if (!result.ok && result.error.code === "internal") {
      throw new Error(`${name} failed: ${result.error.message}`);
    }
    watch.log.push(`${name}: ${result.ok ? "done" : result.error.message}`);
    if (!result.ok) {
      counts.refused++;
      continue;
    }
    known = null;
    counts.done.set(name, (counts.done.get(name) ?? 0) + 1);
    const what = await watch.look(takesOver, byMandate.has(name));
    if (what.length > 0) return { what, log: watch.log };
  }
  return null;
}

type Known = Pick<Attempt, "actor" | "have">;

/** Each mutation has its turn as often as any other, in ever other company. */
function turnOf(order: readonly string[], number: number, random: Random): string[] {
  const rounds = Math.ceil(order.length / AT_ONCE);
  const shuffled = shuffle(order, random.fork(`round ${Math.floor(number / rounds)}`));
  const from = (number % rounds) * AT_ONCE;
  return [...shuffled, ...shuffled].slice(from, from + AT_ONCE);
}

function shuffle(items: readonly string[], random: Random): string[] {
  const keyed = items.map((item) => ({ item, key: random.next() }));
  return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
}

/** Knows what everybody could do in the beginning. */
class Watch {
  readonly log: string[] = [];
  readonly #world: World;
  readonly #own: Lines;
  readonly #actsAs: Set<string>;
  #above: ReadonlyMap<string, Lines>;

  static async over(world: World): Promise<Watch> {
    const above = [world.admin, ...Object.values(world.above)].map(({ id }) => id);
    const before = await couldDo(world.tenantId, [world.actor.id, ...above], [world.actor.id]);
    return new Watch(world, before);
  }

  private constructor(world: World, before: ReadonlyMap<string, Lines>) {
    const { actor, helper } = world;
    this.#world = world;
    this.#own = before.get(actor.id) ?? new Set();
    this.#above = new Map([...before].filter(([id]) => id !== actor.id));
    this.#actsAs = new Set([actor.id, helper.id]);
  }

  /** What has changed that must not have. */
  async look(takesOver: readonly string[], isMandate: boolean): Promise<string[]> {
    for (const id of takesOver) this.#actsAs.add(id);
    const { tenantId, actor } = this.#world;
    const ids = [...this.#actsAs];
    const now = await couldDo(tenantId, [...ids, ...this.#above.keys()], ids);
    const gained = ids.flatMap((id) =>
      [...(now.get(id) ?? [])]
        .filter((line) => !this.#owns(line) && (id === actor.id || !mayBeGiven(line)))
        .map((line) => `${id === actor.id ? "the actor" : "somebody of theirs"} gained ${line}`),
    );
    const lost = [...this.#above].flatMap(([id, before]) =>
      [...before]
        .filter((line) => !now.get(id)?.has(line) && !this.#owns(line) && !mayBeGiven(line))
        .map((line) => `somebody above lost ${line}`),
    );
    if (isMandate)
      this.#above = new Map([...this.#above.keys()].map((id) => [id, now.get(id) ?? new Set()]));
    return isMandate ? gained : [...gained, ...lost];
  }

  /** What the actor could choose to use, they may let others use, and keep them from using. */
  #owns(line: string): boolean {
    return this.#own.has(line.replace(UNCHOSEN, ""));
  }
}

/** What the actor has everywhere and is denied on a resource, they may give to others everywhere. */
const mayBeGiven = (line: string) => line.startsWith("document.read on ");
