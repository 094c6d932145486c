"use client";

import { X } from "lucide-react";
import { useId } from "react";
import { permissionsCount } from "#components/access/permission-words.ts";
import { Button } from "#components/ui/button.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import type { RoleChoice } from "./rules.ts";

type ParentPickerProps = {
  /** Roles that it can inherit from. */
  offered: readonly RoleChoice[];
  /** Those that it does. */
  parents: readonly RoleChoice[];
  error: string | undefined;
  onChange: (ids: string[]) => void;
};

/** The roles whose permissions, and denials, this one has as well. */
export function ParentPicker({ offered, parents, error, onChange }: ParentPickerProps) {
  const labelId = useId();
  const errorId = useId();
  const ids = parents.map(({ id }) => id);
  const left = offered.filter(({ id }) => !ids.includes(id));
  return (
    <section aria-labelledby={labelId}>
      <h2 id={labelId} className="mb-1 font-semibold text-base">
        Inherits from
      </h2>
      <p className="mb-2 text-ink-muted text-sm">
        It has whatever these roles allow, and is denied whatever they deny. A denial always wins.
      </p>
      {parents.length > 0 ? (
        <ul className="mb-2 divide-y rounded-lg border">
          {parents.map(({ id, name, permissions }) => (
            <li key={id} className="flex items-center gap-3 py-1.5 pr-1.5 pl-3 text-sm">
              <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
              <span className="whitespace-nowrap text-ink-muted">
                {permissionsCount(permissions.length)}
              </span>
              <Button
                iconOnly
                size="sm"
                variant="ghost"
                aria-label={`Do not inherit from ${name}`}
                onClick={() => onChange(ids.filter((each) => each !== id))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <SearchSelect
        labelledBy={labelId}
        describedBy={error ? errorId : undefined}
        invalid={error !== undefined}
        groups={[
          {
            heading: "",
            items: left.map(({ id, name, permissions }) => ({
              value: id,
              label: name,
              hint: permissionsCount(permissions.length),
            })),
          },
        ]}
        value=""
        shown="Add a role to inherit from"
        placeholder="Find a role…"
        nothing="There is no such role to inherit from."
        onValueChange={(id) => {
          if (id) onChange([...ids, id]);
        }}
        className="w-full sm:w-72"
      />
      {error ? (
        <p id={errorId} role="alert" className="mt-1.5 text-danger text-sm">
          {error}
        </p>
      ) : null}
    </section>
  );
}
