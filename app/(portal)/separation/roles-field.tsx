"use client";

import { X } from "lucide-react";
import { useId, useMemo } from "react";
import { Button } from "#components/ui/button.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import { MOST_ROLES } from "./rule-draft.ts";

export type RoleChoice = { id: string; name: string; description: string };

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
    const items = left.map(({ id, name, description }) => ({
      value: id,
      label: name,
      keywords: description,
    }));
    return [{ heading: "", items }];
  }, [roles, chosen]);
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        Roles that exclude each other
      </span>
      <Chosen {...{ labelId, roles, chosen, onChange }} />
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

function Chosen({ labelId, roles, chosen, onChange }: RolesFieldProps & { labelId: string }) {
  const nameOf = (id: string) => roles.find((role) => role.id === id)?.name ?? id;
  if (chosen.length === 0) return null;
  return (
    <ul aria-labelledby={labelId} className="flex flex-wrap gap-1.5">
      {chosen.map((id) => (
        <li
          key={id}
          className="flex min-w-0 items-center gap-0.5 rounded-md border bg-surface pl-2 text-sm"
        >
          <span className="wrap-anywhere min-w-0">{nameOf(id)}</span>
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
  );
}
