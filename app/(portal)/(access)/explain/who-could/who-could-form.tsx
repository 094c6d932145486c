"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { InstantField } from "#components/ui/instant-field.tsx";
import type { SearchGroup } from "#components/ui/search-select.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { PermissionField, ResourceFields } from "../question-fields.tsx";
import { type Asked, whoCouldHref } from "./question.ts";

type WhoCouldFormProps = {
  asked: Asked;
  errors: FieldErrors;
  permissions: readonly SearchGroup[];
  types: readonly string[];
};

/** The question, which lives in the URL once it is asked. Its key is the URL: "back" brings it back. */
export function WhoCouldForm({ asked, errors, permissions, types }: WhoCouldFormProps) {
  const [permission, setPermission] = useState(asked.permission);
  const [resource, setResource] = useState({ type: asked.type, id: asked.id });
  const [from, setFrom] = useState<string | null>(asked.from);
  const [to, setTo] = useState(asked.to);
  const [missing, setMissing] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const router = useRouter();

  function ask() {
    if (!permission) return setMissing("Choose a permission.");
    const href = whoCouldHref({
      permission,
      type: resource.type,
      id: resource.id.trim(),
      from: from ?? "",
      to,
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
      <InstantField label="From" value={from} error={errors.from?.[0]} onChange={setFrom} />
      <InstantField
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
