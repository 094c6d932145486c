"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import type { RoleRow } from "#lib/roles/schema";
import { deleteRoleAction } from "../actions.ts";
import { permissionsCount } from "../words.ts";

type DeleteRoleProps = {
  role: RoleRow;
  /** Why it cannot be deleted now. */
  reason: string | null;
  canSeePeople: boolean;
};

export function DeleteRole({ role, reason, canSeePeople }: DeleteRoleProps) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);

  async function remove(): Promise<boolean> {
    const result = await perform(() => deleteRoleAction({ roleId: role.id }), {
      done: `${role.name} deleted`,
      failed: "The role was not deleted",
    });
    if (!result?.ok) {
      // Somebody may have been given the role since the page was loaded.
      router.refresh();
      return result !== null;
    }
    router.replace("/roles");
    return true;
  }

  return (
    <section
      aria-labelledby="delete-heading"
      className="mt-10 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border px-3 py-3"
    >
      <div className="min-w-0 flex-1 basis-64 text-sm">
        <h2 id="delete-heading" className="font-medium">
          Delete this role
        </h2>
        <p id="delete-reason" className="text-ink-muted">
          {reason ?? "Nobody has it. What it was stays in the audit log."}{" "}
          {role.peopleCount > 0 && canSeePeople ? (
            <Link href={`/roles/${role.id}/people`} className="text-accent-text underline">
              See who has it
            </Link>
          ) : null}
        </p>
      </div>
      <Button
        disabled={reason !== null}
        aria-describedby="delete-reason"
        onClick={() => setAsking(true)}
      >
        Delete role
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${role.name}?`}
        description={`Its name, description and choice of ${permissionsCount(role.permissions.length)} are lost. This cannot be undone; the audit log keeps what the role was.`}
        confirmLabel="Delete role"
        danger
        onConfirm={remove}
      />
    </section>
  );
}
