"use client";

import { useId, useMemo } from "react";
import { type RoleChoice, roleOptions } from "#components/access/role-options.ts";
import { Chips } from "#components/ui/chips.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import { MOST_ROLES } from "./rule-draft.ts";

type RolesFieldProps = {
  roles: readonly RoleChoice[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
};

/** The roles that a rule keeps apart, chosen one after another. */
export function RolesField({ roles, chosen, onChange }: RolesFieldProps) {
  const labelId = useId();
  const hintId = useId();
  const groups = useMemo(() => {
    const left = roles.filter(({ id }) => !chosen.includes(id));
    return [{ heading: "", items: roleOptions(left) }];
  }, [roles, chosen]);
  const nameOf = (id: string) => roles.find((role) => role.id === id)?.name ?? id;
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        Roles that exclude each other
      </span>
      <Chips
        labelledBy={labelId}
        chips={chosen.map((id) => ({ id, name: nameOf(id) }))}
        removeLabel="Remove role"
        onRemove={(id) => onChange(chosen.filter((each) => each !== id))}
      />
      {chosen.length < MOST_ROLES ? (
        <SearchSelect
          labelledBy={labelId}
          describedBy={hintId}
          groups={groups}
          value=""
          shown={chosen.length > 0 ? "Choose another role" : "Choose a role"}
          onValueChange={(id) => onChange([...chosen, id])}
          placeholder="Find a role…"
          nothing="No role matches."
          className="w-full sm:w-64"
        />
      ) : null}
      <p id={hintId} className="text-ink-muted text-sm">
        A role that inherits from one of them counts as that one.
      </p>
    </div>
  );
}
