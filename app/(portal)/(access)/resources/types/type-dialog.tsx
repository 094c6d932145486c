"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ResourceTypeRow } from "#lib/access/resources/schema";
import type { FieldErrors } from "#lib/core/errors";
import { hasProblems } from "#lib/core/problems";
import { putTypeAction, rehearsePutTypeAction } from "../actions.ts";
import { ActionLines } from "./action-lines.tsx";
import { blankType, draftOf, readType, type TypeDraft } from "./type-draft.ts";

/** Registers a type with its actions, or changes it. Of Gatehouse's own only actions are added. */
export function TypeButton({ row }: { row?: ResourceTypeRow }) {
  const first = row ? draftOf(row) : blankType;
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(first);
  const { input, errors } = readType(draft);
  const isChanged = !row || JSON.stringify(input) !== JSON.stringify(readType(first).input);
  const what = draft.name.trim() || draft.type.trim();
  return (
    <>
      <Button
        {...(row ? { size: "sm" as const } : { variant: "primary" as const })}
        aria-label={row ? `Edit ${row.name}` : undefined}
        onClick={() => {
          setDraft(first);
          setOpen(true);
        }}
      >
        {row ? null : <Plus aria-hidden />}
        {row ? "Edit" : "New type"}
      </Button>
      <RehearsedDialog
        open={open}
        onOpenChange={setOpen}
        title={row ? `Edit ${row.name}` : "New type"}
        description={
          row?.builtIn
            ? "Gatehouse’s own type stays as it is. Your products can have further actions on it."
            : "A kind of things that your products have, and what can be done to them."
        }
        confirmLabel={row ? "Save" : "Register"}
        change={input && isChanged ? JSON.stringify(input) : null}
        rehearse={() => rehearsePutTypeAction(input)}
        idle={`Shown here ${input === null ? "when everything that is needed is filled in" : "as soon as something is different"}.`}
        isRefused={hasProblems(errors)}
        action={(reason) => putTypeAction({ ...input, reason })}
        done={row ? `${what} saved` : `${what} registered`}
        failed={row ? `${what} was not saved` : `${what} was not registered`}
      >
        {row?.builtIn ? null : (
          <TypeFields
            {...{ draft, errors }}
            isNew={!row}
            onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
          />
        )}
        <ActionLines draft={draft} errors={errors} onChange={setDraft} />
      </RehearsedDialog>
    </>
  );
}

type TypeFieldsProps = {
  draft: TypeDraft;
  errors: FieldErrors;
  isNew: boolean;
  onChange: (part: Partial<TypeDraft>) => void;
};

function TypeFields({ draft, errors, isNew, onChange }: TypeFieldsProps) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={errors.name?.[0]}>
          <Input
            value={draft.name}
            maxLength={60}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        </Field>
        {isNew ? (
          <Field
            label="Id"
            hint="What your products call it, such as todo."
            error={errors.type?.[0]}
          >
            <Input
              value={draft.type}
              maxLength={63}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => onChange({ type: target.value })}
            />
          </Field>
        ) : null}
      </div>
      <Field label="Description (optional)" error={errors.description?.[0]}>
        <Input
          value={draft.description}
          maxLength={300}
          onChange={({ target }) => onChange({ description: target.value })}
        />
      </Field>
      <Field
        label="Owner property (optional)"
        hint="In which property your products name the owner when they ask. Empty: owner."
        error={errors.ownerProperty?.[0]}
      >
        <Input
          value={draft.ownerProperty}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => onChange({ ownerProperty: target.value })}
        />
      </Field>
      <Checkbox
        label="Tenant admins have its permissions"
        checked={draft.builtInAdministrators}
        hint="Otherwise they can give them, to themselves too, as any other permission."
        onChange={({ target }) => onChange({ builtInAdministrators: target.checked })}
      />
    </>
  );
}
