import type { RuleCondition } from "#lib/core/attributes";
import type { FieldErrors } from "#lib/core/errors";
import { problemsOf } from "#lib/core/problems";
import { createGroupInput, type GroupRow } from "#lib/identity/groups/schema";

/** An attribute that people of the tenant have, with values to suggest. */
export type KnownAttribute = { name: string; values: string[] };

/** One line of the rule's editor; `key` tells lines apart, `typed` is a value that is being written. */
export type ConditionDraft = RuleCondition & { key: number; typed: string };

export type GroupDraft = {
  name: string;
  description: string;
  kind: "hand" | "rule";
  /** Kept while the kind is "hand", so that nothing is lost by looking at it. */
  conditions: readonly ConditionDraft[];
};

const firstLine: ConditionDraft = {
  key: 0,
  attribute: "",
  operator: "is",
  values: [],
  typed: "",
};

export const blankDraft: GroupDraft = {
  name: "",
  description: "",
  kind: "hand",
  conditions: [firstLine],
};

export function draftOf({ name, description, rule }: GroupRow): GroupDraft {
  if (rule === null) return { ...blankDraft, name, description };
  const conditions = rule.map((condition, key) => ({ ...condition, key, typed: "" }));
  return { name, description, kind: "rule", conditions };
}

export function withCondition(conditions: readonly ConditionDraft[]): ConditionDraft[] {
  const key = Math.max(-1, ...conditions.map((each) => each.key)) + 1;
  return [...conditions, { ...firstLine, key }];
}

/** A condition with the value that was typed among its values, once in any case. */
export function withTyped(condition: ConditionDraft, typed = condition.typed): ConditionDraft {
  const value = typed.trim();
  const isThere = condition.values.some((each) => each.toLowerCase() === value.toLowerCase());
  const values = value === "" || isThere ? condition.values : [...condition.values, value];
  return { ...condition, values, typed: "" };
}

type RuleReading =
  | { ok: true; rule: RuleCondition[] }
  | { ok: false; key: number; message: string; isBlank: boolean };

/** The rule that a draft's lines say, or the first of them that says nothing yet. */
export function readRule(conditions: readonly ConditionDraft[]): RuleReading {
  const rule: RuleCondition[] = [];
  for (const draft of conditions) {
    const { key, operator, values } = withTyped(draft);
    const attribute = draft.attribute.trim().toLowerCase();
    const isBlank = attribute === "" && values.length === 0;
    const wrong = (message: string) => ({ ok: false as const, key, message, isBlank });
    if (attribute === "") return wrong("Choose an attribute.");
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(attribute)) {
      return wrong("Attributes have letters, digits and _ in their names, a letter first.");
    }
    if (values.length === 0) return wrong("Give at least one value.");
    rule.push({ attribute, operator, values });
  }
  return { ok: true, rule };
}

type Reading = {
  input: { name: string; description: string; rule: RuleCondition[] | null };
  /** By field; a rule's is told at the line `problemKey`. */
  problems: FieldErrors;
  problemKey: number | null;
};

/** What a draft asks for, by the same rules as on the server. */
export function readDraft(draft: GroupDraft): Reading {
  const read = draft.kind === "rule" ? readRule(draft.conditions) : null;
  const rule = read?.ok ? read.rule : null;
  const input = { name: draft.name.trim(), description: draft.description.trim(), rule };
  const problems = problemsOf(createGroupInput, input);
  if (read && !read.ok) problems.rule = [read.message];
  return { input, problems, problemKey: read && !read.ok ? read.key : null };
}
