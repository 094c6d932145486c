"use client";

import { useRouter } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { permissionsCount } from "#components/access/permission-words.ts";
import { WhyField } from "#components/access/why-field.tsx";
import { perform } from "#components/shell/perform.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { createRoleInput } from "#lib/access/roles/schema";
import type { FieldErrors } from "#lib/core/errors";
import { problemsOf } from "#lib/core/problems";
import { createRoleAction } from "../actions.ts";
import { type Draft, differenceOf, isChanged, withoutErrorsOf } from "../draft.ts";
import { LeaveGuard } from "../leave-guard.tsx";
import type { EditorData } from "../load-editor.ts";
import { unpackChoices } from "../packed-choices.ts";
import { ParentPicker } from "../parent-picker.tsx";
import { PermissionPicker } from "../permission-picker.tsx";
import { RoleFields } from "../role-fields.tsx";
import { SaveBar } from "../save-bar.tsx";

type NewRoleProps = EditorData & { start: Draft };

export function NewRole({ start, choices, known, held }: NewRoleProps) {
  const roles = useMemo(() => unpackChoices(choices), [choices]);
  const router = useRouter();
  const [draft, setDraft] = useState(start);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const [state, setState] = useState<"editing" | "saving" | "saved">("editing");
  const nameField = useRef<HTMLInputElement>(null);

  function change(changes: Partial<Draft>) {
    setDraft((now) => ({ ...now, ...changes }));
    setErrors((now) => withoutErrorsOf(changes, now));
  }

  function refuse(found: FieldErrors) {
    setErrors(found);
    if (found.name) nameField.current?.focus();
  }

  async function create() {
    if (state !== "editing") return;
    const found = problemsOf(createRoleInput, draft);
    if (Object.keys(found).length > 0) return refuse(found);
    setState("saving");
    const result = await perform(() => createRoleAction({ ...draft, reason }), {
      done: `${draft.name.trim()} created`,
      failed: "The role was not created",
    });
    setState(result?.ok ? "saved" : "editing");
    if (result?.ok) router.push(`/roles/${result.data.roleId}/people`);
    else if (result) refuse(result.error.fieldErrors);
  }

  const parents = roles.filter(({ id }) => draft.parents.includes(id));
  return (
    <div className="flex flex-col gap-7">
      <RoleFields {...{ draft, errors, nameField }} onChange={change} onSubmit={create} />
      <ParentPicker
        offered={roles}
        parents={parents}
        error={errors.parents?.[0]}
        onChange={(ids) => change({ parents: ids })}
      />
      <PermissionPicker
        known={known}
        entries={draft.entries}
        saved={draft.entries}
        parents={parents}
        held={held}
        error={errors.entries?.[0]}
        onChange={(entries) => change({ entries })}
      />
      <WhyField value={reason} onChange={setReason} />
      <SaveBar message={`It says something about ${permissionsCount(draft.entries.length)}`}>
        <ButtonLink href="/roles">Cancel</ButtonLink>
        <Button variant="primary" pending={state !== "editing"} onClick={create}>
          Create role
        </Button>
      </SaveBar>
      <LeaveGuard isActive={state === "editing" && isChanged(differenceOf(start, draft))} />
    </div>
  );
}
