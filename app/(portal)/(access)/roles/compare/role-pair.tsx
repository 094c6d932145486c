"use client";

import { useRouter } from "next/navigation";
import { useId } from "react";
import { SearchSelect } from "#components/ui/search-select.tsx";
import type { RoleRow } from "#lib/access/roles/schema";

type RoleName = Pick<RoleRow, "id" | "name">;
type RolePairProps = { roles: readonly RoleName[]; a: string | null; b: string | null };

/** The two roles; the address carries them. */
export function RolePair({ roles, a, b }: RolePairProps) {
  const router = useRouter();
  function choose(next: { a: string | null; b: string | null }) {
    const chosen = Object.entries(next).flatMap(([key, id]) => (id ? [[key, id]] : []));
    router.replace(`/roles/compare?${new URLSearchParams(chosen)}`, { scroll: false });
  }
  return (
    <div className="mb-6 grid gap-4 sm:grid-cols-2">
      <Choice label="First role" roles={roles} id={a} onChange={(id) => choose({ a: id, b })} />
      <Choice label="Second role" roles={roles} id={b} onChange={(id) => choose({ a, b: id })} />
    </div>
  );
}

type ChoiceProps = {
  label: string;
  roles: readonly RoleName[];
  id: string | null;
  onChange: (id: string) => void;
};

function Choice({ label, roles, id, onChange }: ChoiceProps) {
  const labelId = useId();
  return (
    <div>
      <span id={labelId} className="mb-1.5 block font-medium text-sm">
        {label}
      </span>
      <SearchSelect
        labelledBy={labelId}
        groups={[
          { heading: "", items: roles.map((role) => ({ value: role.id, label: role.name })) },
        ]}
        value={id ?? ""}
        shown={roles.find((role) => role.id === id)?.name ?? "Choose a role"}
        placeholder="Find a role…"
        nothing="There is no such role."
        onValueChange={onChange}
        className="w-full"
      />
    </div>
  );
}
