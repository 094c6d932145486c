import { permissionName } from "#components/access/permission-words.ts";
import type { Conflict, SodExceptionRow, SodRuleRow } from "#lib/governance/separation/schema";

/** As many people who break a rule travel to the browser and are listed; the others are counted. */
export const LISTED_PEOPLE = 25;

export type ShownConflict = Conflict & {
  /** The exception that was asked for or approved for this person and rule; null without one. */
  exception: Pick<SodExceptionRow, "state" | "endsAt"> | null;
};

/** A rule as the page shows it. */
export type ShownRule = Omit<SodRuleRow, "people"> & {
  people: ShownConflict[];
  peopleCount: number;
  /** How many of them it concerns only from some moment on. */
  laterCount: number;
  /** How many people have an exception from it that is in force: they are not among `people` for now. */
  exceptedCount: number;
};

/** Reads the rules down to what somebody can look at. */
export function shownRules(
  rules: readonly SodRuleRow[],
  exceptions: readonly SodExceptionRow[],
): ShownRule[] {
  const current = new Map(
    exceptions
      .filter(isCurrent)
      .map(({ rule, person, state, endsAt }) => [keyOf(rule.id, person.id), { state, endsAt }]),
  );
  return rules.map(({ people, ...rule }) => ({
    ...rule,
    peopleCount: people.length,
    laterCount: people.filter(({ from }) => from !== null).length,
    exceptedCount: exceptions.filter(
      (each) => each.rule.id === rule.id && each.state === "approved",
    ).length,
    people: people.slice(0, LISTED_PEOPLE).map((person) => ({
      ...person,
      exception: current.get(keyOf(rule.id, person.id)) ?? null,
    })),
  }));
}

/** Whether an exception waits for a decision or is in force. */
function isCurrent({ state }: Pick<SodExceptionRow, "state">): boolean {
  return state === "asked" || state === "approved";
}

/** Those rules that a text finds, by their own words, what they keep apart and the people listed. */
export function matchingRules(rules: readonly ShownRule[], text: string): ShownRule[] {
  const wanted = text.trim().toLowerCase();
  return rules.filter(({ name, description, roles, permissions, people }) => {
    const names = [...roles, ...people].map((each) => each.name);
    return [name, description, ...names, ...permissions.map(permissionName)]
      .join("\n")
      .toLowerCase()
      .includes(wanted);
  });
}

function keyOf(ruleId: string, userId: string): string {
  return `${ruleId} ${userId}`;
}
