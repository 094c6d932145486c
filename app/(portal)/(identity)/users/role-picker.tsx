"use client";

import { useId, useMemo } from "react";
import { type RoleChoice, roleOptions } from "#components/access/role-options.ts";
import { Chips } from "#components/ui/chips.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";

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
      <Chips
        chips={chosen.map((id) => ({ id, name: nameOf(id) }))}
        removeLabel="Remove role"
        onRemove={(id) => onChange(chosen.filter((each) => each !== id))}
      />
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
