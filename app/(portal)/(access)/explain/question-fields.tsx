import { useId } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { type SearchGroup, SearchSelect } from "#components/ui/search-select.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FieldErrors } from "#lib/core/errors";

type PermissionFieldProps = {
  groups: readonly SearchGroup[];
  value: string;
  onChange: (id: string) => void;
  error: string | undefined;
};

export function PermissionField({ groups, value, onChange, error }: PermissionFieldProps) {
  const labelId = useId();
  const errorId = useId();
  const chosen = groups.flatMap(({ items }) => items).find((item) => item.value === value);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        Permission
      </span>
      <SearchSelect
        labelledBy={labelId}
        describedBy={error ? errorId : undefined}
        invalid={Boolean(error)}
        groups={groups}
        value={value}
        shown={chosen?.label ?? (value || "Choose a permission")}
        onValueChange={onChange}
        placeholder="Find a permission…"
        nothing="No permission matches."
        className="w-full"
      />
      {error ? (
        <p id={errorId} role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}

type Resource = { type: string; id: string };

type ResourceFieldsProps = {
  types: readonly string[];
  resource: Resource;
  errors: FieldErrors;
  onChange: (resource: Resource) => void;
};

/** What it is about, if not the tenant as a whole. */
export function ResourceFields({ types, resource, errors, onChange }: ResourceFieldsProps) {
  const { type, id } = resource;
  return (
    <div className="grid grid-cols-2 gap-4">
      <Field label="On (optional)" error={errors.type?.[0]}>
        <Select
          options={typeOptions(types, type)}
          value={type}
          onValueChange={(chosen) => onChange({ ...resource, type: chosen })}
        />
      </Field>
      <Field label="Its id" error={errors.id?.[0]}>
        <Input
          value={id}
          maxLength={256}
          autoComplete="off"
          spellCheck={false}
          className="text-sm"
          onChange={({ target }) => onChange({ ...resource, id: target.value })}
        />
      </Field>
    </div>
  );
}

function typeOptions(types: readonly string[], chosen: string) {
  const all = chosen && !types.includes(chosen) ? [...types, chosen] : types;
  return [
    { value: "", label: "Anything" },
    ...all.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) })),
  ];
}
