"use client";

import { useMemo, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { durationWords } from "#lib/governance/requests/duration";
import type { ElevationRuleRow } from "#lib/governance/requests/schema";
import { RuleDialog } from "./rule-dialog.tsx";

type RulesListProps = { rules: readonly ElevationRuleRow[] };

/** The roles that can be had for a time, and for how long at most. */
export function RulesList({ rules }: RulesListProps) {
  const [open, setOpen] = useState(false);
  const [opening, setOpening] = useState(0);
  const [chosen, setChosen] = useState<ElevationRuleRow | null>(null);
  const set = rules.filter(isSet);
  const free = useMemo(() => rules.filter((rule) => !isSet(rule) && rule.isManageable), [rules]);
  function edit(rule: ElevationRuleRow | null) {
    setChosen(rule);
    setOpening((count) => count + 1);
    setOpen(true);
  }
  const add = (
    <Button variant="primary" disabled={free.length === 0} onClick={() => edit(null)}>
      Allow a role
    </Button>
  );
  return (
    <>
      {set.length === 0 ? (
        <EmptyState title="No role can be requested yet" action={add}>
          Choose a role that people need now and then, and for how long they may have it.
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
            <p className="max-w-2xl text-pretty text-ink-muted text-sm">
              People ask for these roles, or take them in an emergency. Whoever has one keeps it
              until its end, whatever is changed here.
            </p>
            {add}
          </div>
          <ul
            aria-label="Roles that can be requested"
            className="divide-y rounded-lg border text-sm"
          >
            {set.map((rule) => (
              <Rule key={rule.role.id} rule={rule} onEdit={() => edit(rule)} />
            ))}
          </ul>
        </>
      )}
      <RuleDialog key={opening} open={open} onOpenChange={setOpen} rule={chosen} free={free} />
    </>
  );
}

function isSet({ requestMinutes, emergencyMinutes }: ElevationRuleRow): boolean {
  return requestMinutes !== null || emergencyMinutes !== null;
}

function Rule({ rule, onEdit }: { rule: ElevationRuleRow; onEdit: () => void }) {
  const { role, requestMinutes, emergencyMinutes, isManageable } = rule;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2.5">
      <div className="min-w-0 flex-1 basis-72">
        <p className="font-medium">{role.name}</p>
        <p className="text-ink-muted">
          {requestMinutes === null
            ? "Cannot be requested"
            : `Requested for at most ${durationWords(requestMinutes)}`}
          {" · "}
          {emergencyMinutes === null
            ? "not in an emergency"
            : `taken in an emergency for at most ${durationWords(emergencyMinutes)}`}
        </p>
      </div>
      {isManageable ? (
        <Button size="sm" aria-label={`Change ${role.name}`} onClick={onEdit}>
          Change
        </Button>
      ) : (
        <p className="text-ink-muted">Allows more than you may do</p>
      )}
    </li>
  );
}
