"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { ReasonedDialog } from "#components/access/reasoned-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { type SubjectTypeRow, subjectTypeRef } from "#lib/access/subject-types/schema";
import { putSubjectTypeAction } from "../actions.ts";
import { type Format, formatNames } from "./format-names.ts";

const options = (Object.keys(formatNames) as Format[]).map((value) => {
  return { value, label: `By ${formatNames[value]}` };
});

/** Says that subjects of a type are people, or by what searches of it name them. */
export function SubjectTypeButton({ row }: { row?: SubjectTypeRow }) {
  const [open, setOpen] = useState(false);
  const [type, setType] = useState(row?.type ?? "");
  const [format, setFormat] = useState<Format>(row?.idFormat ?? "usual");
  const wanted = type.trim();
  const { success, error } = subjectTypeRef.safeParse({ type: wanted });
  const idFormat = format === "usual" ? null : format;
  return (
    <>
      <Button
        size="sm"
        aria-label={row ? `Edit ${row.type}` : undefined}
        onClick={() => {
          setType(row?.type ?? "");
          setFormat(row?.idFormat ?? "usual");
          setOpen(true);
        }}
      >
        {row ? null : <Plus aria-hidden />}
        {row ? "Edit" : "Add type of people"}
      </Button>
      <ReasonedDialog
        open={open}
        onOpenChange={setOpen}
        title={row ? `Edit ${row.type}` : "Add a type of people"}
        description="Nobody may do more by it: questions that call people so are answered."
        confirmLabel={row ? "Save" : "Add"}
        size="md"
        disabled={!success}
        action={(reason) => putSubjectTypeAction({ type: wanted, idFormat, reason })}
        done={row ? `${wanted} saved` : `${wanted} added`}
        failed={row ? `${wanted} was not saved` : `${wanted} was not added`}
      >
        {row ? null : (
          <Field
            label="Type"
            hint="What your products call people, such as identity."
            error={wanted === "" ? undefined : error?.issues[0]?.message}
          >
            <Input
              value={type}
              maxLength={128}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => setType(target.value)}
            />
          </Field>
        )}
        <Field label="Searches name people" hint="A search can ask for another id itself.">
          <Select options={options} value={format} onValueChange={setFormat} />
        </Field>
      </ReasonedDialog>
    </>
  );
}
