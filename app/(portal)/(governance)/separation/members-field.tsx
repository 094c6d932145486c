"use client";

import { useId, useMemo } from "react";
import { permissionName } from "#components/access/permission-words.ts";
import { type RoleChoice, roleOptions } from "#components/access/role-options.ts";
import { Chips } from "#components/ui/chips.tsx";
import { type SearchGroup, SearchSelect } from "#components/ui/search-select.tsx";

type ChosenProps = {
  chosen: readonly string[];
  /** There is no room in the rule for more. */
  isFull: boolean;
  onChange: (ids: string[]) => void;
};

type RolesFieldProps = ChosenProps & { roles: readonly RoleChoice[] };

/** The roles that a rule keeps apart, chosen one after another. */
export function RolesField({ roles, chosen, ...props }: RolesFieldProps) {
  const groups = useMemo(() => {
    const left = roles.filter(({ id }) => !chosen.includes(id));
    return [{ heading: "", items: roleOptions(left) }];
  }, [roles, chosen]);
  return (
    <MembersField
      {...props}
      chosen={chosen}
      label="Roles that exclude each other"
      what="role"
      groups={groups}
      nameOf={(id) => roles.find((role) => role.id === id)?.name ?? id}
      hint="A role that inherits from one of them counts as that one."
    />
  );
}

type PermissionsFieldProps = ChosenProps & { permissions: readonly SearchGroup[] };

/** The permissions that a rule keeps apart, from one another and from its roles. */
export function PermissionsField({ permissions, chosen, ...props }: PermissionsFieldProps) {
  const groups = useMemo(
    () =>
      permissions.map(({ heading, items }) => ({
        heading,
        items: items.filter(({ value }) => !chosen.includes(value)),
      })),
    [permissions, chosen],
  );
  return (
    <MembersField
      {...props}
      chosen={chosen}
      label="Permissions that exclude each other"
      what="permission"
      groups={groups}
      nameOf={permissionName}
      hint="Whatever gives one counts: a role, a group, a grant on a single resource, “only own”."
    />
  );
}

type MembersFieldProps = ChosenProps & {
  label: string;
  what: "role" | "permission";
  groups: readonly SearchGroup[];
  nameOf: (id: string) => string;
  hint: string;
};

function MembersField(props: MembersFieldProps) {
  const { label, what, groups, chosen, isFull, nameOf, hint, onChange } = props;
  const labelId = useId();
  const hintId = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        {label}
      </span>
      <Chips
        labelledBy={labelId}
        chips={chosen.map((id) => ({ id, name: nameOf(id) }))}
        removeLabel={`Remove ${what}`}
        onRemove={(id) => onChange(chosen.filter((each) => each !== id))}
      />
      {isFull ? null : (
        <SearchSelect
          labelledBy={labelId}
          describedBy={hintId}
          groups={groups}
          value=""
          shown={chosen.length > 0 ? `Choose another ${what}` : `Choose a ${what}`}
          onValueChange={(id) => onChange([...chosen, id])}
          placeholder={`Find a ${what}…`}
          nothing={`No ${what} matches.`}
          className="w-full sm:w-64"
        />
      )}
      <p id={hintId} className="text-ink-muted text-sm">
        {hint}
      </p>
    </div>
  );
}
