import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { comparisonOperators } from "#lib/authz/engine/conditions";
import type { FieldErrors } from "#lib/core/errors";
import {
  type ComparisonDraft,
  nextKey,
  operatorNames,
  type PropertyDraft,
} from "./condition-draft.ts";
import { Line, Lines } from "./condition-lines.tsx";

const operators = comparisonOperators.map((value) => ({ value, label: operatorNames[value] }));

type ComparisonsProps = {
  about: string;
  beside: string;
  comparisons: readonly ComparisonDraft[];
  declared: readonly PropertyDraft[];
  /** Where they are in the input, as errors name it. */
  path: string;
  errors: FieldErrors;
  onChange: (comparisons: ComparisonDraft[]) => void;
};

/** When an action is required in addition to another one. */
export function Comparisons(props: ComparisonsProps) {
  const { about, beside, comparisons, declared, path, errors, onChange } = props;
  const put = (key: number, part: Partial<ComparisonDraft>) =>
    onChange(comparisons.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const names = [...new Set(declared.map(({ name }) => name.trim()).filter(Boolean))];
  const blank = { property: names[0] ?? "", operator: "is", value: "" } as const;
  return (
    <Lines
      title="Conditions"
      hint={
        names.length > 0
          ? `Somebody who asks for ${beside} needs ${about} as well when all of these hold, or the request does not say. Example: soft is false.`
          : `Conditions look at the properties of ${beside}. It has none yet: add one there first.`
      }
      add="Add condition"
      onAdd={() => onChange([...comparisons, { key: nextKey(comparisons), ...blank }])}
    >
      {comparisons.map(({ key, property, operator, value }, index) => (
        <Line
          key={key}
          label={`Condition ${index + 1} of ${about}`}
          removeLabel={`Remove the condition on ${property || "nothing"} from ${about}`}
          onRemove={() => onChange(comparisons.filter((each) => each.key !== key))}
        >
          <Select
            label="Property"
            options={[...new Set(["", ...names, property])].map((name) => ({
              value: name,
              label: name || "Choose a property",
            }))}
            value={property}
            onValueChange={(name) => put(key, { property: name })}
          />
          <Select
            label="Comparison"
            options={operators}
            value={operator}
            onValueChange={(next) => put(key, { operator: next })}
          />
          <Field label="Value" error={errors[`${path}.${index}.value`]?.[0]}>
            <Input
              placeholder="false"
              value={value}
              maxLength={200}
              autoComplete="off"
              onChange={({ target }) => put(key, { value: target.value })}
            />
          </Field>
        </Line>
      ))}
    </Lines>
  );
}
