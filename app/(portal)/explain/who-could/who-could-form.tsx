"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { fromLocalField, toLocalField } from "#components/data-table/time-range.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { useLocale } from "#components/ui/locale-context.tsx";
import type { SearchGroup } from "#components/ui/search-select.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { Permission, typeOptions } from "../explain-form.tsx";
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
  const [type, setType] = useState(asked.type);
  const [id, setId] = useState(asked.id);
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
    const href = whoCouldHref({ permission, type, id: id.trim(), ...times });
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
      <Permission
        groups={permissions}
        value={permission}
        error={missing ?? errors.permission?.[0]}
        onChange={(chosen) => {
          setPermission(chosen);
          setMissing(undefined);
        }}
      />
      <div className="grid grid-cols-2 gap-4">
        <Field label="On (optional)" error={errors.type?.[0]}>
          <Select options={typeOptions(types, type)} value={type} onValueChange={setType} />
        </Field>
        <Field label="Its id" error={errors.id?.[0]}>
          <Input
            value={id}
            maxLength={256}
            autoComplete="off"
            spellCheck={false}
            className="text-sm"
            onChange={({ target }) => setId(target.value)}
          />
        </Field>
      </div>
      <Field label="From" error={errors.from?.[0]}>
        <Input
          type="datetime-local"
          value={from}
          className="text-sm"
          onChange={({ target }) => setFrom(target.value)}
        />
      </Field>
      <Field label="To (optional)" hint="Empty: until now." error={errors.to?.[0]}>
        <Input
          type="datetime-local"
          value={to}
          className="text-sm"
          onChange={({ target }) => setTo(target.value)}
        />
      </Field>
      <div className="md:col-span-2">
        <Button type="submit" variant="primary" pending={isPending}>
          Find who could
        </Button>
      </div>
    </form>
  );
}
