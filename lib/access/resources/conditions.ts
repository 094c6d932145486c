import type { z } from "zod";
import type { Access } from "../../authz/engine/access.ts";
import type { Comparison } from "../../authz/engine/conditions.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { ActionRow, resourceTypeInput } from "./schema.ts";
import { permissionsOf, requireAllHeld, type StoredCondition } from "./types.ts";

type Action = z.output<typeof resourceTypeInput>["actions"][number];

/**
 * The condition of an action, with what its properties were declared as.
 * @throws GatehouseError invalid_input when it names an action or a property that is not there, or
 *   compares what cannot be compared.
 */
export function conditionOf(action: Action, all: readonly Action[]): StoredCondition | null {
  const { condition } = action;
  if (!condition) return null;
  const base = all.find(({ name }) => name === condition.action && name !== action.name);
  if (!base)
    throw invalid(
      `${action.name} is needed beside ${condition.action}, which is no other action registered here.`,
    );
  if (base.condition) throw invalid(`${base.name} is needed beside another action itself.`);
  const comparisons = condition.all.map(({ property, operator, value }): Comparison => {
    const declared = base.properties.find(({ name }) => name === property);
    if (!declared) throw invalid(`${base.name} has no property ${property}.`);
    const { source, type, fallback } = declared;
    const isOrdered = operator === "at_least" || operator === "at_most";
    if (typeof value !== type || (isOrdered && type !== "number")) {
      throw invalid(`${property} is a ${type} and cannot be compared so.`);
    }
    return { source, property, type, fallback, operator, value };
  });
  return { action: base.name, comparisons };
}

function invalid(message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { actions: [message] });
}

/** A stored condition as it was said. */
export function saidCondition(stored: StoredCondition | null): ActionRow["condition"] {
  if (!stored) return null;
  const all = stored.comparisons.map(({ property, operator, value }) => ({
    property,
    operator,
    value,
  }));
  return { action: stored.action, all };
}

type Conditional = { name: string; condition: StoredCondition | null };

/** Those actions that were there, and beside which something else is needed than was. */
export function changedBases(
  before: readonly Conditional[],
  after: readonly Conditional[],
): string[] {
  const [was, is] = [byBase(before), byBase(after)];
  return before.map(({ name }) => name).filter((name) => was.get(name) !== is.get(name));
}

/**
 * With a condition, somebody takes from those who have an action what they do with it now; without one
 * they give it. So whoever changes one must have the action, and what is needed beside it; what is only
 * just registered, nobody can have.
 * @param bases of `changedBases`.
 * @throws GatehouseError permission_denied
 */
export function requireConditionsHeld(
  access: Access,
  type: string,
  bases: readonly string[],
  before: readonly Conditional[],
  after: readonly Conditional[],
): void {
  const there = new Set(before.map(({ name }) => name));
  const beside = [...before, ...after]
    .filter(({ name, condition }) => there.has(name) && bases.includes(condition?.action ?? ""))
    .map(({ name }) => name);
  requireAllHeld(access, permissionsOf(type, [...new Set([...bases, ...beside])]));
}

/** What is needed beside each action, as one text. */
function byBase(actions: readonly Conditional[]): Map<string, string> {
  const said = new Map<string, string>();
  for (const { name, condition } of actions.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!condition) continue;
    const { action, comparisons } = condition;
    said.set(
      action,
      `${said.get(action) ?? ""}${JSON.stringify([name, comparisons.map(inOrder)])}`,
    );
  }
  return said;
}

/** jsonb has an order of its own. */
function inOrder({ source, property, type, fallback, operator, value }: Comparison): unknown[] {
  return [source, property, type, fallback, operator, value];
}
