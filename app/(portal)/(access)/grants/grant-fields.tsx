"use client";

import { useId, useMemo } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { PersonPicker } from "../../(identity)/person-picker/person-picker.tsx";
import { type GrantChoices, type GrantDraft, typesFor } from "./grant-draft.ts";

type FieldsProps = {
  draft: GrantDraft;
  choices: GrantChoices;
  onChange: (part: Partial<GrantDraft>) => void;
};

/** Who gets it. */
export function ReceiverField({ draft, choices, onChange }: FieldsProps) {
  const labelId = useId();
  const groups = useMemo(() => [{ heading: "", items: choices.groups }], [choices.groups]);
  const group = choices.groups.find(({ value }) => value === draft.groupId);
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        Given to
      </span>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          labelledBy={labelId}
          value={draft.receiver}
          onValueChange={(receiver) => onChange({ receiver })}
          options={[
            { value: "person", label: "A person" },
            { value: "group", label: "A group" },
          ]}
        />
        <div className="min-w-48 flex-1">
          {draft.receiver === "person" ? (
            choices.canFindPeople ? (
              <PersonPicker
                labelledBy={labelId}
                person={draft.person}
                onChange={(person) => onChange({ person })}
              />
            ) : (
              <p className="text-ink-muted text-sm">You may not see people.</p>
            )
          ) : (
            <SearchSelect
              labelledBy={labelId}
              groups={groups}
              value={draft.groupId}
              shown={group?.label ?? "Choose a group"}
              onValueChange={(groupId) => onChange({ groupId })}
              placeholder="Find a group…"
              nothing="No group matches."
              className="w-full"
            />
          )}
        </div>
      </div>
    </div>
  );
}

type PermissionFieldProps = Omit<FieldsProps, "onChange"> & { onChange: (id: string) => void };

/** Only what can be given on resources. */
export function PermissionField({ draft, choices, onChange }: PermissionFieldProps) {
  const labelId = useId();
  const groups = useMemo(
    () =>
      [...Map.groupBy(choices.permissions, ({ category }) => category)].map(([heading, items]) => ({
        heading,
        items,
      })),
    [choices.permissions],
  );
  const chosen = choices.permissions.find(({ value }) => value === draft.permission);
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        Permission
      </span>
      <SearchSelect
        labelledBy={labelId}
        groups={groups}
        value={draft.permission}
        shown={chosen?.label ?? "Choose a permission"}
        onValueChange={onChange}
        placeholder="Find a permission…"
        nothing="No permission that can be given on resources matches."
        className="w-full"
      />
    </div>
  );
}

/** On what: one resource, or every one of a type. */
export function ResourceFields({ draft, choices, onChange }: FieldsProps) {
  const labelId = useId();
  const types = typesFor(choices, draft.permission);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="On">
        <Select
          options={[{ value: "", label: "Choose a type" }, ...types]}
          value={draft.type}
          onValueChange={(type) => onChange({ type })}
        />
      </Field>
      <div className="flex flex-col gap-1.5">
        <span id={labelId} className="font-medium text-sm">
          Which
        </span>
        <div className="flex flex-wrap items-center gap-2">
          <Segmented
            labelledBy={labelId}
            value={draft.scope}
            onValueChange={(scope) => onChange({ scope })}
            options={[
              { value: "one", label: "This one" },
              { value: "every", label: "Every one" },
            ]}
          />
          {draft.scope === "one" ? (
            <Input
              aria-label="Id of the resource"
              placeholder="Its id"
              value={draft.id}
              maxLength={256}
              autoComplete="off"
              spellCheck={false}
              className="min-w-24 flex-1"
              onChange={({ target }) => onChange({ id: target.value })}
            />
          ) : null}
        </div>
      </div>
    </div>
  );
}
