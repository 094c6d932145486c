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
    else void save("");
  }

  async function save(reason: string) {
    if (isSaving) return;
    setSaving(true);
    const outcome = await saveRole({ ...input, reason });
    setSaving(false);
    setAsking(false);
    if (outcome === "conflict") setConflictWith(basedOn);
    else if (outcome === "saved") editing.markSaved();
    else if (outcome) refuse(outcome);
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

/** How it went: field errors where the input was refused, null where a message said it already. */
async function saveRole(
  input: UpdateRoleInput,
): Promise<"saved" | "conflict" | FieldErrors | null> {
  let isConflict = false;
  const action = async (): Promise<Result<unknown>> => {
    const answer = await updateRoleAction(input);
    isConflict = !answer.ok && answer.error.code === "conflict";
    // The page itself says what to do about a conflict, for longer than a toast stays.
    return isConflict ? { ok: true, data: null } : answer;
  };
  const result = await perform(action, { failed: "The role was not saved" });
  if (isConflict) return "conflict";
  if (!result) return null;
  return result.ok ? "saved" : result.error.fieldErrors;
}
