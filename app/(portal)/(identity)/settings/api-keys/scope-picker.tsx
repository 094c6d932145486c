"use client";

import { useId } from "react";
import { PermissionBrowser } from "#components/access/permission-browser.tsx";
import { permissionName } from "#components/access/permission-words.ts";
import { RiskBadge } from "#components/access/risk-badge.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Chips } from "#components/ui/chips.tsx";
import type { ScopeRow } from "./scopes.ts";

type ScopePickerProps = {
  known: readonly ScopeRow[];
  chosen: readonly string[];
  error: string | undefined;
  onChange: (chosen: string[]) => void;
};

/** What a key may do: searched and by category, with the chosen ones counted and named first. */
export function ScopePicker({ known, chosen, error, onChange }: ScopePickerProps) {
  const headingId = useId();
  const errorId = useId();
  const without = (id: string) => chosen.filter((each) => each !== id);
  return (
    <fieldset aria-labelledby={headingId} aria-describedby={error ? errorId : undefined}>
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <span id={headingId} className="font-medium text-sm">
          Permissions
        </span>
        <span role="status" className="text-ink-muted text-sm">
          {chosen.length} chosen
        </span>
      </div>
      <PermissionBrowser
        known={known}
        isChosen={({ id }) => chosen.includes(id)}
        renderRow={(row) => (
          <li key={row.id} className="flex items-start gap-3 px-3 py-2">
            <Checkbox
              className="min-w-0 flex-1"
              label={row.name}
              hint={row.sentence}
              checked={chosen.includes(row.id)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, row.id] : without(row.id))
              }
            />
            {row.risk ? <RiskBadge risk={row.risk} /> : null}
          </li>
        )}
      >
        <Chips
          className="mb-3"
          label="Chosen permissions"
          chips={chosen.map((id) => ({ id, name: permissionName(id), title: id }))}
          onRemove={(id) => onChange(without(id))}
        />
        {error ? (
          <p id={errorId} role="alert" className="mb-3 text-danger text-sm">
            {error}
          </p>
        ) : null}
      </PermissionBrowser>
    </fieldset>
  );
}
