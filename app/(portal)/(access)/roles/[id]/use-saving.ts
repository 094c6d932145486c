"use client";

import { useRef, useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { type UpdateRoleInput, updateRoleInput } from "#lib/access/roles/schema";
import type { FieldErrors } from "#lib/core/errors";
import { problemsOf } from "#lib/core/problems";
import type { Result } from "#lib/core/result";
import { updateRoleAction } from "../actions.ts";
import { changesAccess } from "../draft.ts";
import type { useRoleDraft } from "./use-role-draft.ts";

/** Saves the edited role, after showing what that gives and takes. */
export function useSaving(roleId: string, editing: ReturnType<typeof useRoleDraft>) {
  const { draft, basedOn, difference, isDirty } = editing;
  const [errors, setErrors] = useState<FieldErrors>({});
  const [conflictWith, setConflictWith] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const input: UpdateRoleInput = {
    roleId,
    name: draft.name,
    description: draft.description,
    entries: [...draft.entries],
    parents: [...draft.parents],
    basedOn,
  };

  function refuse(found: FieldErrors) {
    setErrors(found);
    if (found.name) nameField.current?.focus();
  }

  function start() {
    if (!isDirty || isSaving) return;
    const found = problemsOf(updateRoleInput, input);
    if (Object.keys(found).length > 0) return refuse(found);
    // A new name or description gives and takes nothing.
    if (changesAccess(difference)) setAsking(true);
    else void perform(() => save(""), { failed: "The role was not saved" });
  }

  async function save(reason: string): Promise<Result<unknown>> {
    setSaving(true);
    try {
      const result = await updateRoleAction({ ...input, reason });
      if (result.ok) {
        editing.markSaved();
      } else if (result.error.code === "conflict") {
        // The page itself says what to do about it: nobody else needs to.
        setConflictWith(basedOn);
        setAsking(false);
        return { ok: true, data: null };
      } else if (Object.keys(result.error.fieldErrors).length > 0) {
        setAsking(false);
        refuse(result.error.fieldErrors);
      }
      return result;
    } finally {
      setSaving(false);
    }
  }

  return {
    input,
    errors,
    setErrors,
    /** Until the version is loaded that the server has. */
    hasConflict: conflictWith === basedOn,
    isAsking,
    setAsking,
    isSaving,
    nameField,
    start,
    save,
  };
}
