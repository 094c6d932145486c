"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { fromLocalField, toLocalField } from "#components/data-table/time-range.ts";
import { Button } from "#components/ui/button.tsx";
import { useLocale } from "#components/ui/locale-context.tsx";
import type { SearchGroup } from "#components/ui/search-select.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { MomentField, PermissionField, ResourceFields } from "../question-fields.tsx";
import { type Asked, whoCouldHref } from "./question.ts";

type WhoCouldFormProps = {
  asked: Asked;
  errors: FieldErrors;
  permissions: readonly SearchGroup[];
  types: readonly string[];
};

/** The question, which lives in the URL once it is asked. Its key is the URL: "back" brings it back. */
export function WhoCouldForm({ asked, errors, permissions, types }: WhoCouldFormProps) {
  const { timeZone } = useLocale();
  const [permission, setPermission] = useState(asked.permission);
  const [resource, setResource] = useState({ type: asked.type, id: asked.id });
  const [from, setFrom] = useState(toLocalField(asked.from, timeZone));
  const [to, setTo] = useState(toLocalField(asked.to, timeZone));
  const [missing, setMissing] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const router = useRouter();

  function ask() {
    if (!permission) return setMissing("Choose a permission.");
    const times = {
      from: fromLocalField(from, timeZone) ?? "",
      to: fromLocalField(to, timeZone),
    };
    const href = whoCouldHref({
      permission,
      type: resource.type,
      id: resource.id.trim(),
      ...times,
    });
    startTransition(() => router.push(href, { scroll: false }));
  }

  return (
    <form
      noValidate
      aria-label="Question"
      className="mb-6 grid gap-4 rounded-lg border bg-surface p-4 md:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <PermissionField
        groups={permissions}
        value={permission}
        error={missing ?? errors.permission?.[0]}
        onChange={(chosen) => {
          setPermission(chosen);
          setMissing(undefined);
        }}
      />
      <ResourceFields {...{ types, resource, errors }} onChange={setResource} />
      <MomentField label="From" value={from} error={errors.from?.[0]} onChange={setFrom} />
      <MomentField
        label="To (optional)"
        hint="Empty: until now."
        value={to}
        error={errors.to?.[0]}
        onChange={setTo}
      />
      <div className="md:col-span-2">
        <Button type="submit" variant="primary" pending={isPending}>
          Find who could
        </Button>
      </div>
    </form>
  );
}
