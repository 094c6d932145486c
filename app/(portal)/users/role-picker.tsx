"use client";

import { X } from "lucide-react";
import { useId, useMemo } from "react";
import { Button } from "#components/ui/button.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import type { RoleChoice } from "./load.ts";

type RolePickerProps = {
  roles: readonly RoleChoice[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  error: string | undefined;
};

/** Several roles, chosen one after another. */
export function RolePicker({ roles, chosen, onChange, error }: RolePickerProps) {
  const labelId = useId();
  const hintId = useId();
  const groups = useMemo(
    () => [{ heading: "", items: roleOptions(roles.filter(({ id }) => !chosen.includes(id))) }],
    [roles, chosen],
  );
  const nameOf = (id: string) => roles.find((role) => role.id === id)?.name ?? id;
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        Roles
      </span>
      {chosen.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {chosen.map((id) => (
            <li
              key={id}
              className="flex items-center gap-0.5 rounded-md border bg-surface pl-2 text-sm"
            >
              {nameOf(id)}
              <Button
                iconOnly
                size="sm"
                variant="ghost"
                aria-label={`Remove role ${nameOf(id)}`}
                onClick={() => onChange(chosen.filter((each) => each !== id))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <SearchSelect
        labelledBy={labelId}
        describedBy={hintId}
        groups={groups}
        value=""
        shown={chosen.length > 0 ? "Choose another role" : "Choose a role"}
        onValueChange={(id) => onChange([...chosen, id])}
        placeholder="Find a role…"
        nothing="No role that you may give matches."
        className="w-full sm:w-64"
      />
      <p id={hintId} className="text-ink-muted text-sm">
        Only roles that allow no more than you may do yourself.
      </p>
      {error ? (
        <p role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}

export function roleOptions(roles: readonly RoleChoice[]) {
  return roles.map(({ id, name, description }) => ({
    value: id,
    label: name,
    keywords: description,
  }));
}
