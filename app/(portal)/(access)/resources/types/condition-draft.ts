import type { ActionRow } from "#lib/access/resources/schema";
import type { ComparisonOperator, PropertyValue } from "#lib/authz/engine/conditions";

type PropertyRow = ActionRow["properties"][number];

/** A property that questions can say, while it is typed. */
export type PropertyDraft = Pick<PropertyRow, "name" | "source" | "type"> & {
  key: number;
  /** Empty for nothing. */
  fallback: string;
};

export type ComparisonDraft = {
  key: number;
  property: string;
  operator: ComparisonOperator;
  value: string;
};

/** What questions can say of an action, and beside which other one it is needed. */
export type ConditionDraft = {
  properties: readonly PropertyDraft[];
  /** The name of that action; empty for an action by itself. */
  beside: string;
  comparisons: readonly ComparisonDraft[];
};

export const noCondition: ConditionDraft = { properties: [], beside: "", comparisons: [] };

export function conditionDraftOf({
  properties,
  condition,
}: Pick<ActionRow, "properties" | "condition">): ConditionDraft {
  return {
    properties: properties.map(({ fallback, ...rest }, key) => {
      return { key, ...rest, fallback: fallback === null ? "" : String(fallback) };
    }),
    beside: condition?.action ?? "",
    comparisons: (condition?.all ?? []).map(({ value, ...rest }, key) => {
      return { key, ...rest, value: String(value) };
    }),
  };
}

/** The next key of a list whose lines each have one. */
export const nextKey = (all: readonly { key: number }[]) =>
  Math.max(-1, ...all.map(({ key }) => key)) + 1;

/** What was typed in the property's type; as it is where it is none, which the server then refuses. */
function typedValue(text: string, type: PropertyRow["type"] | undefined): PropertyValue {
  const typed = text.trim();
  if (type === "boolean" && (typed === "true" || typed === "false")) return typed === "true";
  if (type === "number" && typed !== "" && Number.isFinite(Number(typed))) return Number(typed);
  return typed;
}

/** The properties and the condition as they would be registered. */
export function readCondition(
  { properties, beside, comparisons }: ConditionDraft,
  actions: readonly ({ name: string } & ConditionDraft)[],
): Pick<ActionRow, "properties" | "condition"> {
  const declared = actions.find(({ name }) => name.trim() === beside)?.properties ?? [];
  return {
    properties: properties.map(({ name, source, type, fallback }) => ({
      name: name.trim(),
      source,
      type,
      fallback: fallback.trim() === "" ? null : typedValue(fallback, type),
    })),
    condition:
      beside === ""
        ? null
        : {
            action: beside,
            all: comparisons.map(({ property, operator, value }) => {
              const type = declared.find(({ name }) => name.trim() === property)?.type;
              return { property, operator, value: typedValue(value, type) };
            }),
          },
  };
}

export const operatorNames: Record<ComparisonOperator, string> = {
  is: "is",
  is_not: "is not",
  at_least: "is at least",
  at_most: "is at most",
};

export const typeNames: Record<PropertyRow["type"], string> = {
  boolean: "True or false",
  number: "Number",
  string: "Text",
};

type Compared = { property: string; operator: ComparisonOperator; value: PropertyValue };

/** "soft is false and amount is at least 1000"; what is not filled in yet is left out. */
export function comparisonsWords(all: readonly Compared[]): string {
  return all
    .filter(({ property, value }) => property !== "" && value !== "")
    .map(({ property, operator, value }) => `${property} ${operatorNames[operator]} ${value}`)
    .join(" and ");
}

/** "purge is required in addition to delete when soft is false." */
export function conditionSentence(
  name: string,
  { action, all }: NonNullable<ActionRow["condition"]>,
): string {
  return `${name} is required in addition to ${action} when ${comparisonsWords(all)}.`;
}
