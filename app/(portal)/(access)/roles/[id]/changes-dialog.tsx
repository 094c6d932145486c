"use client";

import { TriangleAlert } from "lucide-react";
import { permissionName, permissionsCount } from "#components/access/permission-words.ts";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { RiskBadge } from "#components/access/risk-badge.tsx";
import type { PermissionRow, RoleRow, UpdateRoleInput } from "#lib/access/roles/schema";
import type { Result } from "#lib/core/result";
import { rehearseUpdateAction } from "../actions.ts";
import type { Difference, RuleChange } from "../draft.ts";
import { type RoleChoice, ruleNames } from "../rules.ts";

type ChangesDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  role: RoleRow;
  roles: readonly RoleChoice[];
  known: readonly PermissionRow[];
  input: UpdateRoleInput;
  difference: Difference;
  isOwn: boolean;
  save: (reason: string) => Promise<Result<unknown>>;
};

/** Shows what a change says, and who gains and loses by it, before it happens. */
export function ChangesDialog(props: ChangesDialogProps) {
  const { open, onOpenChange, role, known, input, difference, isOwn, save } = props;
  const warning = warningOf(difference, known);
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Save changes to ${role.name}?`}
      confirmLabel="Save changes"
      danger={warning !== null}
      change={JSON.stringify(input)}
      rehearse={() => rehearseUpdateAction(input)}
      action={save}
      failed="The role was not saved"
    >
      {warning ? (
        <p className="flex items-start gap-2 rounded-md border border-warning-line bg-warning-soft px-3 py-2 text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          {warning}
        </p>
      ) : null}
      <Rules changes={difference.rules} known={known} />
      <Parents difference={difference} roles={props.roles} />
      {isOwn ? (
        <p className="text-sm">You have this role yourself: the change applies to you as well.</p>
      ) : null}
    </RehearsedDialog>
  );
}

type RulesProps = { changes: readonly RuleChange[]; known: readonly PermissionRow[] };

function Rules({ changes, known }: RulesProps) {
  if (changes.length === 0) return null;
  return (
    <ul aria-label="Permissions" className="divide-y rounded-lg border text-sm">
      {changes.map(({ permission, before, after }) => {
        const row = known.find(({ id }) => id === permission);
        return (
          <li key={permission} className="flex items-center gap-3 px-3 py-1.5">
            <span className="min-w-0 flex-1">{permissionName(permission)}</span>
            <span className="text-ink-muted">
              {ruleNames[before]} <span aria-hidden>→</span>
              <span className="sr-only">, now</span>{" "}
              <span className="text-ink">{ruleNames[after]}</span>
            </span>
            {row ? <RiskBadge risk={row.risk} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

function Parents(props: { difference: Difference; roles: readonly RoleChoice[] }) {
  const { addedParents, removedParents } = props.difference;
  if (addedParents.length + removedParents.length === 0) return null;
  const nameOf = (id: string) => props.roles.find((role) => role.id === id)?.name ?? id;
  return (
    <ul aria-label="Inheritance" className="divide-y rounded-lg border text-sm">
      {addedParents.map((id) => (
        <li key={id} className="px-3 py-1.5">
          Inherits from {nameOf(id)}
        </li>
      ))}
      {removedParents.map((id) => (
        <li key={id} className="px-3 py-1.5">
          No longer inherits from {nameOf(id)}
        </li>
      ))}
    </ul>
  );
}

/** What to think about first; null for changes that do no harm. */
function warningOf({ rules, addedParents }: Difference, known: readonly PermissionRow[]) {
  const gives = rules.filter(({ after }) => after === "allow" || after === "own");
  const risky = gives.filter(({ permission }) => {
    const risk = known.find(({ id }) => id === permission)?.risk;
    return risk === "high" || risk === "critical";
  }).length;
  const takes = rules.some(({ before, after }) => after === "deny" || before === "allow");
  const parts = [
    risky > 0 ? `This adds ${permissionsCount(risky)} of high or critical risk.` : null,
    addedParents.length > 0 ? "Later changes to a role that it inherits from reach it too." : null,
    takes ? "What people do with a permission that they lose stops working at once." : null,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" ") : null;
}
