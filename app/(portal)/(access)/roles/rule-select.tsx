import { Select } from "#components/ui/select.tsx";
import { type Rule, ruleNames } from "./rules.ts";

type RuleSelectProps = {
  name: string;
  rule: Rule;
  /** Whether it is about something that somebody can own. */
  hasOwner: boolean;
  isLacking: boolean;
  onChange: (rule: Rule) => void;
};

/** What the role itself says about one permission. */
export function RuleSelect({ name, rule, hasOwner, isLacking, onChange }: RuleSelectProps) {
  const rules: readonly Rule[] = hasOwner
    ? ["none", "allow", "own", "deny"]
    : ["none", "allow", "deny"];
  const offered = isLacking ? rules.filter((each) => each === "none" || each === rule) : rules;
  return (
    <Select
      label={`This role about ${name}`}
      hideLabel
      size="sm"
      className="w-36 shrink-0"
      options={offered.map((value) => ({ value, label: ruleNames[value] }))}
      value={rule}
      disabled={isLacking && rule === "none"}
      onValueChange={onChange}
    />
  );
}
