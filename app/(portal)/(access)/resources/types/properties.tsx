import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { nextKey, type PropertyDraft, typeNames } from "./condition-draft.ts";
import { Line, Lines } from "./condition-lines.tsx";

const sources = [
  { value: "action", label: "With the action" },
  { value: "resource", label: "With the resource" },
] as const;
const types = [
  { value: "boolean", label: typeNames.boolean },
  { value: "number", label: typeNames.number },
  { value: "string", label: typeNames.string },
] as const;

type PropertiesProps = {
  about: string;
  properties: readonly PropertyDraft[];
  /** Where they are in the input, as errors name it. */
  path: string;
  errors: FieldErrors;
  onChange: (properties: PropertyDraft[]) => void;
};

/** What a request can say of an action. */
export function Properties({ about, properties, path, errors, onChange }: PropertiesProps) {
  const put = (key: number, part: Partial<PropertyDraft>) =>
    onChange(properties.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const blank = { name: "", source: "action", type: "boolean", fallback: "" } as const;
  return (
    <Lines
      title="Properties of the request"
      hint="Values that your product sends when it asks, so that conditions can look at them. Example: delete is asked for with soft, which is true or false."
      add="Add property"
      onAdd={() => onChange([...properties, { key: nextKey(properties), ...blank }])}
    >
      {properties.map(({ key, name, source, type, fallback }, index) => (
        <Line
          key={key}
          label={`Property ${index + 1} of ${about}`}
          removeLabel={`Remove property ${name} of ${about}`}
          onRemove={() => onChange(properties.filter((each) => each.key !== key))}
        >
          <Field label="Property name" error={errors[`${path}.${index}.name`]?.[0]}>
            <Input
              placeholder="soft"
              value={name}
              maxLength={64}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => put(key, { name: target.value })}
            />
          </Field>
          <Select
            label="Where it is sent"
            options={sources}
            value={source}
            onValueChange={(value) => put(key, { source: value })}
          />
          <Select
            label="Kind of value"
            options={types}
            value={type}
            onValueChange={(value) => put(key, { type: value })}
          />
          <Field
            label="Value if the request has none"
            hint="Empty: conditions on it hold."
            error={errors[`${path}.${index}.fallback`]?.[0]}
          >
            <Input
              value={fallback}
              maxLength={200}
              autoComplete="off"
              onChange={({ target }) => put(key, { fallback: target.value })}
            />
          </Field>
        </Line>
      ))}
    </Lines>
  );
}
