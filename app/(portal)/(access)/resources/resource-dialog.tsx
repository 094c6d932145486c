"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ResourceRow } from "#lib/access/resources/schema";
import { hasProblems } from "#lib/core/problems";
import { putResourceAction, rehearsePutResourceAction } from "./actions.ts";
import {
  blankResource,
  draftOf,
  parentOptions,
  type ResourceDraft,
  readResource,
  type TypeOption,
} from "./resource-draft.ts";
import { detailsHref } from "./resource-params.ts";

type ResourceButtonProps = {
  /** What is changed; absent for a new one. */
  resource?: ResourceRow;
  /** What a new one would lie under. */
  under?: { type: string; id: string };
  types: readonly TypeOption[];
};

/** Registers a resource, or changes its name, its owner and where it lies. */
export function ResourceButton({ resource, under, types }: ResourceButtonProps) {
  const first = resource
    ? draftOf(resource)
    : { ...blankResource, parentType: under?.type ?? "", parentId: under?.id ?? "" };
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(first);
  const router = useRouter();
  const { input, errors } = readResource(draft);
  const isChanged = !resource || JSON.stringify(draft) !== JSON.stringify(first);
  const what = draft.name.trim() || draft.id.trim();
  return (
    <>
      <Button
        {...(resource ? {} : { variant: "primary" as const })}
        onClick={() => {
          setDraft(first);
          setOpen(true);
        }}
      >
        {resource ? null : <Plus aria-hidden />}
        {resource ? "Edit" : under ? "Register under it" : "Register resource"}
      </Button>
      <RehearsedDialog
        open={open}
        onOpenChange={setOpen}
        title={resource ? `Edit ${resource.name || resource.id}` : "Register a resource"}
        description={
          resource ? "What is given above it reaches it, and all that lies under it." : undefined
        }
        confirmLabel={resource ? "Save" : "Register"}
        change={input && isChanged ? JSON.stringify(input) : null}
        rehearse={() => rehearsePutResourceAction(input)}
        isRefused={hasProblems(errors)}
        idle={resource ? "Shown here as soon as something is different." : undefined}
        action={(reason) => putResourceAction({ ...input, reason })}
        done={resource ? `${what} saved` : `${what} registered`}
        failed={resource ? `${what} was not saved` : `${what} was not registered`}
        onDone={(data) => {
          if (!resource) router.push(detailsHref(data));
        }}
      >
        <ResourceFields
          {...{ draft, types }}
          isNew={!resource}
          parentError={errors.parent?.[0]}
          onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
        />
      </RehearsedDialog>
    </>
  );
}

type ResourceFieldsProps = {
  draft: ResourceDraft;
  types: readonly TypeOption[];
  isNew: boolean;
  parentError: string | undefined;
  onChange: (part: Partial<ResourceDraft>) => void;
};

function ResourceFields({ draft, types, isNew, parentError, onChange }: ResourceFieldsProps) {
  const parents = parentOptions(types, draft.type);
  const none = { value: "", label: "Nothing" };
  const isStray =
    draft.parentType !== "" && !parents.some(({ value }) => value === draft.parentType);
  const stray = isStray ? [{ value: draft.parentType, label: draft.parentType }] : [];
  return (
    <>
      {isNew ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Type">
            <Select
              options={[{ value: "", label: "Choose a type" }, ...types]}
              value={draft.type}
              onValueChange={(type) => onChange({ type })}
            />
          </Field>
          <Field label="Id" hint="What your products call it.">
            <Input
              value={draft.id}
              maxLength={256}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => onChange({ id: target.value })}
            />
          </Field>
        </div>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name (optional)">
          <Input
            value={draft.name}
            maxLength={200}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        </Field>
        <Field label="Owner (optional)" hint="A person’s e-mail address or id.">
          <Input
            value={draft.owner}
            maxLength={320}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => onChange({ owner: target.value })}
          />
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Lies under" error={parentError}>
          <Select
            options={[none, ...parents, ...stray]}
            value={draft.parentType}
            onValueChange={(parentType) =>
              onChange({ parentType, ...(parentType ? {} : { parentId: "" }) })
            }
          />
        </Field>
        {draft.parentType ? (
          <Field label="Which">
            <Input
              value={draft.parentId}
              maxLength={256}
              placeholder="Its id"
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => onChange({ parentId: target.value })}
            />
          </Field>
        ) : null}
      </div>
    </>
  );
}
