import { compileAccess } from "../../authz/engine/access.ts";
import { decide } from "../../authz/engine/decide.ts";
import type { PrincipalFacts } from "../../authz/engine/facts.ts";
import type { Held } from "./held.ts";
import type { Candidate } from "./people-history.ts";
import { cut, holdsAt, overlap, type Span } from "./span.ts";
import { ownerKeysOf, type World } from "./worlds.ts";

/** Whether a session could that had chosen nothing, or only one that had chosen among its roles. */
type Could = "yes" | "by_choice";

/** A time in which nothing changed and the person could. */
export type Moment = Span & { world: World; held: readonly Held[]; could: Could };

/** Finds when people could. Those who had the same share the work. */
export class Judge {
  readonly #permission: string;
  readonly #worlds: readonly World[];
  readonly #ownerKeys: ReadonlySet<string>;
  /** By what somebody had: the answer in each world, as far as it has been asked for. */
  readonly #known = new Map<string, (Could | null)[]>();

  constructor(permission: string, worlds: readonly World[]) {
    this.#permission = permission;
    this.#worlds = worlds;
    this.#ownerKeys = ownerKeysOf(worlds);
  }

  /** Whether somebody could at all. */
  isAble(candidate: Candidate): boolean {
    return !this.#moments(candidate).next().done;
  }

  /** One after another; where there is a gap the person could not. */
  momentsOf(candidate: Candidate): Moment[] {
    return [...this.#moments(candidate)].sort((a, b) => a.from - b.from);
  }

  *#moments(candidate: Candidate): Generator<Moment, undefined> {
    for (const active of candidate.active) {
      for (const piece of cut(active, candidate.held)) {
        const held = candidate.held.filter((each) => holdsAt(each, piece.from));
        if (held.length > 0) yield* this.#within(candidate, piece, held);
      }
    }
  }

  *#within(candidate: Candidate, piece: Span, held: readonly Held[]): Generator<Moment, undefined> {
    const facts = factsOf(candidate, held);
    const owned = facts.identifiers.filter((each) => this.#ownerKeys.has(each));
    const signature = [...owned, ...held.map(({ key }) => key).sort()].join("\n");
    const known = this.#known.get(signature) ?? [];
    this.#known.set(signature, known);
    for (const [index, world] of this.#worlds.entries()) {
      if (world.from >= piece.to) return;
      const common = overlap(piece, world);
      if (!common) continue;
      if (known[index] === undefined) known[index] = this.#ask(world, facts, common.from);
      const could = known[index];
      if (could) yield { ...common, world, held, could };
    }
  }

  #ask({ policy, target }: World, facts: PrincipalFacts, at: number): Could | null {
    const access = compileAccess(policy, facts, at);
    if (decide(access, this.#permission, target)) return "yes";
    const canChoose = access.inactive.some(({ roleId }) =>
      decide(compileAccess(policy, facts, at, [roleId]), this.#permission, target),
    );
    return canChoose ? "by_choice" : null;
  }
}

/** What the engine decides with. */
export function factsOf({ identifiers }: Candidate, held: readonly Held[]): PrincipalFacts {
  return {
    identifiers,
    holdings: held.flatMap((each) => (each.kind === "role" ? each.fact : [])),
    grants: held.flatMap((each) => (each.kind === "grant" ? each.fact : [])),
    exceptions: held.flatMap((each) => (each.kind === "exception" ? each.fact : [])),
  };
}
