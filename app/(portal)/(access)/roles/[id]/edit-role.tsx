"use client";

import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useTransition } from "react";
import { permissionsCount } from "#components/access/permission-words.ts";
import { Button } from "#components/ui/button.tsx";
import { countOf } from "#components/ui/format-number.ts";
import type { RoleRow } from "#lib/access/roles/schema";
import { type Difference, type Draft, withoutErrorsOf } from "../draft.ts";
import { LeaveGuard } from "../leave-guard.tsx";
import type { EditorData } from "../load-editor.ts";
import { unpackChoices } from "../packed-choices.ts";
import { ParentPicker } from "../parent-picker.tsx";
import { PermissionPicker } from "../permission-picker.tsx";
import { RoleFields } from "../role-fields.tsx";
import { SaveBar } from "../save-bar.tsx";
import { ChangesDialog } from "./changes-dialog.tsx";
import { useRoleDraft } from "./use-role-draft.ts";
import { useSaving } from "./use-saving.ts";
import { VersionNotice } from "./version-notice.tsx";

type EditRoleProps = EditorData & {
  role: RoleRow;
  /** Whether the editor has the role too. */
  isOwn: boolean;
};

export function EditRole({ role, choices, known, held, isOwn }: EditRoleProps) {
  const roles = useMemo(() => unpackChoices(choices), [choices]);
  const editing = useRoleDraft(role);
  const saving = useSaving(role.id, editing);
  const { draft, difference, isDirty } = editing;
  const parents = roles.filter(({ id }) => draft.parents.includes(id));
  const { errors, nameField, isSaving } = saving;
  useFocusAfter(isDirty, nameField);

  function change(changes: Partial<Draft>) {
    editing.change(changes);
    saving.setErrors(withoutErrorsOf(changes, errors));
  }

  function discard() {
    editing.discard();
    saving.setErrors({});
  }

  return (
    <div className="flex flex-col gap-7">
      <RoleFields {...{ draft, errors, nameField }} onChange={change} onSubmit={saving.start} />
      <ParentPicker
        offered={roles.filter(({ id }) => id !== role.id)}
        parents={parents}
        error={errors.parents?.[0]}
        onChange={(ids) => change({ parents: ids })}
      />
      <PermissionPicker
        known={known}
        entries={draft.entries}
        saved={editing.saved.entries}
        parents={parents}
        held={held}
        error={errors.entries?.[0]}
        onChange={(entries) => change({ entries })}
      />
      {isDirty ? (
        <SaveBar
          message={`Unsaved changes${countsOf(difference)}`}
          notice={<Versions hasConflict={saving.hasConflict} isRebased={editing.isRebased} />}
        >
          <Button disabled={isSaving} onClick={discard}>
            Discard
          </Button>
          <Button variant="primary" pending={isSaving} onClick={saving.start}>
            Save changes
          </Button>
        </SaveBar>
      ) : null}
      <ChangesDialog
        open={saving.isAsking}
        onOpenChange={saving.setAsking}
        {...{ role, roles, known, difference, isOwn }}
        input={saving.input}
        save={saving.save}
      />
      <LeaveGuard isActive={isDirty && !isSaving} />
    </div>
  );
}

function Versions({ hasConflict, isRebased }: { hasConflict: boolean; isRebased: boolean }) {
  const router = useRouter();
  const [isLoading, startLoading] = useTransition();
  return (
    <VersionNotice
      state={hasConflict ? "conflict" : isRebased ? "rebased" : null}
      isLoading={isLoading}
      onLoad={() => startLoading(() => router.refresh())}
    />
  );
}

function countsOf({ rules, addedParents, removedParents }: Difference): string {
  const roles = addedParents.length + removedParents.length;
  const parts = [
    rules.length > 0 ? permissionsCount(rules.length) : null,
    roles > 0 ? countOf(roles, "role to inherit from", "roles to inherit from") : null,
  ].filter(Boolean);
  return parts.length > 0 ? `: ${parts.join(", ")}` : "";
}

const DIALOG_CLOSING_MS = 200;

/** The bar that held the focus goes with the last unsaved change. */
function useFocusAfter(isDirty: boolean, field: { current: HTMLInputElement | null }) {
  const wasDirty = useRef(isDirty);
  useEffect(() => {
    const isOver = wasDirty.current && !isDirty;
    wasDirty.current = isDirty;
    if (!isOver) return;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) field.current?.focus({ preventScroll: true });
    }, DIALOG_CLOSING_MS);
    return () => clearTimeout(timer);
  }, [isDirty, field]);
}
