import type { RuleCondition, ruleOperators } from "#lib/core/attributes";

export const operatorWords: Record<(typeof ruleOperators)[number], string> = {
  is: "is",
  is_not: "is not",
  starts_with: "starts with",
  ends_with: "ends with",
};

const or = new Intl.ListFormat("en", { type: "disjunction" });
const and = new Intl.ListFormat("en", { type: "conjunction" });

/** As many values of a condition are named; the others are counted. */
const NAMED_VALUES = 5;

/** "department is finance or sales". */
export function conditionWords({ attribute, operator, values }: RuleCondition): string {
  const named = values.slice(0, NAMED_VALUES).map((value) => `“${value}”`);
  const more = values.length - named.length;
  const listed = or.format(more > 0 ? [...named, `${more} more`] : named);
  return `${attributeWords(attribute)} ${operatorWords[operator]} ${listed}`;
}

/** "Everybody whose department is “finance” and whose city is not “Paris”". */
export function ruleWords(rule: readonly RuleCondition[]): string {
  return `Everybody ${and.format(rule.map((each) => `whose ${conditionWords(each)}`))}`;
}

export function attributeWords(attribute: string): string {
  return attribute === "email" ? "e-mail address" : attribute.replaceAll("_", " ");
}
