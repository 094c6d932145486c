"use client";

import { TriangleAlert } from "lucide-react";
import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { type PermissionId, permissions } from "#lib/access/permissions";
import type { RoleRow } from "#lib/roles/schema";
import { type Difference, riskyOf } from "../draft.ts";
import { riskOf } from "../risk.ts";
import { RiskBadge } from "../risk-badge.tsx";
import { peopleOf, permissionsCount } from "../words.ts";

type ChangesDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  role: RoleRow;
  difference: Difference;
  isOwn: boolean;
  isSaving: boolean;
  onSave: () => void;
};

/** Shows what a change gives and takes, and to how many, before it happens. */
export function ChangesDialog(props: ChangesDialogProps) {
  const { open, onOpenChange, role, difference, isOwn, isSaving, onSave } = props;
  const { added, removed } = difference;
  const warning = warningOf(difference);
  const cancel = useRef<HTMLButtonElement>(null);
  const save = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!isSaving) onOpenChange(next);
      }}
      title={`Save changes to ${role.name}?`}
      description={effectOn(role.peopleCount, difference)}
      // Enter alone does no harm.
      initialFocus={warning ? cancel : save}
      footer={
        <>
          <Button ref={cancel} disabled={isSaving} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            ref={save}
            variant={warning ? "danger" : "primary"}
            pending={isSaving}
            onClick={onSave}
          >
            Save changes
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {warning ? (
          <p className="flex items-start gap-2 rounded-md border border-warning-line bg-warning-soft px-3 py-2 text-sm">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
            {warning}
          </p>
        ) : null}
        <Changed title="Added" sign="+" ids={added} />
        <Changed title="Removed" sign="−" ids={removed} />
        {isOwn ? (
          <p className="text-sm">You have this role yourself: the change applies to you as well.</p>
        ) : null}
      </div>
    </Dialog>
  );
}

function Changed(props: { title: string; sign: string; ids: readonly PermissionId[] }) {
  const { title, sign, ids } = props;
  if (ids.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 font-medium text-sm">
        {title} <span className="font-normal text-ink-muted">{ids.length}</span>
      </h3>
      <ul className="divide-y rounded-lg border text-sm">
        {ids.map((id) => (
          <li key={id} className="flex items-center gap-2 px-3 py-1.5">
            <span aria-hidden className="font-mono text-ink-muted">
              {sign}
            </span>
            <span className="min-w-0 flex-1">{permissions[id].name}</span>
            <RiskBadge risk={riskOf(id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whom it reaches, and when. */
function effectOn(peopleCount: number, { added, removed }: Difference): string {
  if (peopleCount === 0) return "Nobody has this role yet, so nobody notices.";
  const people = peopleOf(peopleCount);
  const [gain, lose] = peopleCount === 1 ? ["gains", "loses"] : ["gain", "lose"];
  const what = [
    added.length > 0 ? `${gain} ${permissionsCount(added.length)}` : null,
    removed.length > 0 ? `${lose} ${permissionsCount(removed.length)}` : null,
  ].filter(Boolean);
  return `${people} ${what.join(" and ")} within a second, apart from what their other roles allow.`;
}

/** What to think about first; null for changes that do no harm. */
function warningOf({ added, removed }: Difference): string | null {
  const risky = riskyOf(added).length;
  const parts = [
    risky > 0 ? `This adds ${permissionsCount(risky)} of high or critical risk.` : null,
    removed.length > 0 ? "What people do with a removed permission stops working at once." : null,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" ") : null;
}
