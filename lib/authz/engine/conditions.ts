import { composed } from "../../core/unicode.ts";

/** Where a question says a property: of the action, or of the resource. */
export const propertySources = ["action", "resource"] as const;
export type PropertySource = (typeof propertySources)[number];
export type PropertyValue = boolean | number | string;

/** How a property is compared; `at_least` and `at_most` with numbers only. */
export const comparisonOperators = ["is", "is_not", "at_least", "at_most"] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

/** A comparison with all that was declared of its property. */
export type Comparison = {
  source: PropertySource;
  property: string;
  type: "boolean" | "number" | "string";
  /** What counts when the question does not say it; null is nothing. */
  fallback: PropertyValue | null;
  operator: ComparisonOperator;
  value: PropertyValue;
};

/**
 * A permission that is needed beside another one when all of its comparisons hold. It only ever asks for
 * more: whatever is said, nobody may do by it what they could not without.
 */
export type ConditionFact = {
  permission: string;
  /** The permission that it is needed beside. */
  of: string;
  comparisons: readonly Comparison[];
};

/** What a question says, by source. */
export type SaidProperties = Partial<
  Record<PropertySource, Readonly<Record<string, unknown>> | undefined>
>;

/** Conditions by the permission that they belong to, and that permission by each of theirs. */
export type Conditions = {
  byBase: ReadonlyMap<string, readonly ConditionFact[]>;
  baseOf: ReadonlyMap<string, string>;
};

export function compileConditions(facts: readonly ConditionFact[]): Conditions {
  return {
    byBase: Map.groupBy(facts, ({ of }) => of),
    baseOf: new Map(facts.map(({ permission, of }) => [permission, of])),
  };
}

/**
 * All that somebody must be permitted so that a question about `permission` is answered with yes. What a
 * condition looks at and the question does not say, or says in another type, may be so: its permission is
 * needed. So leaving something out never helps, neither past a missing permission nor past a denial.
 */
export function permissionsNeeded(
  { byBase, baseOf }: Conditions,
  permission: string,
  said: SaidProperties,
): readonly string[] {
  const base = baseOf.get(permission) ?? permission;
  const conditions = byBase.get(base);
  if (!conditions) return [permission];
  const needed = new Set([base, permission]);
  for (const each of conditions) if (mayHold(each, said)) needed.add(each.permission);
  return [...needed];
}

/** Whether two conditions ask for the same in the same cases, in whatever order their members were stored. */
export function isSameCondition(one: ConditionFact, other: ConditionFact): boolean {
  return textOf(one) === textOf(other);
}

function textOf({ permission, of, comparisons }: ConditionFact): string {
  const said = comparisons.map(({ source, property, type, fallback, operator, value }) => {
    return [source, property, type, fallback, operator, value];
  });
  return JSON.stringify([permission, of, said]);
}

/** Whether nothing that is said rules the condition out. */
function mayHold({ comparisons }: ConditionFact, said: SaidProperties): boolean {
  return comparisons.every((each) => {
    const value = saidOf(each, said);
    return value === null || compares(each, value);
  });
}

/** What is said of the property, in its type; null when that cannot be told. */
function saidOf(
  { source, property, type, fallback }: Comparison,
  said: SaidProperties,
): PropertyValue | null {
  const all = said[source];
  if (!all || !Object.hasOwn(all, property)) return fallback;
  const value = all[property];
  if (typeof value !== type) return null;
  return typeof value === "string" ? composed(value) : (value as boolean | number);
}

function compares({ operator, value: wanted }: Comparison, value: PropertyValue): boolean {
  if (operator === "is") return value === wanted;
  if (operator === "is_not") return value !== wanted;
  return operator === "at_least" ? value >= wanted : value <= wanted;
}
