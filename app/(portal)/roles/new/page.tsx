import type { Metadata } from "next";
import { PageHeader } from "#components/shell/page-header.tsx";
import type { Actor } from "#lib/access/actor";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { one } from "../../settings/page-params.ts";
import type { Draft } from "../draft.ts";
import { loadRole } from "../load-role.ts";
import { NewRole } from "./new-role.tsx";

export const metadata: Metadata = { title: "New role" };

const MAX_NAME_LENGTH = 60;

type NewRolePageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default permittedPage("role.create", async (_grant, { searchParams }: NewRolePageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  const start = await startOf(one(params.from), actor);
  return (
    <div className="max-w-3xl">
      <PageHeader
        title="New role"
        description="You can give it any permission that you have yourself. Nobody has the role until you add people."
      />
      <NewRole start={start} held={[...actor.permissions]} />
    </div>
  );
});

/** An empty role, or the copy of another one as far as this person may give what it allows. */
async function startOf(from: string | undefined, { permissions }: Actor): Promise<Draft> {
  if (!from || !permissions.has("role.read")) {
    return { name: "", description: "", permissions: [] };
  }
  const role = await loadRole(from);
  return {
    name: `Copy of ${role.name}`.slice(0, MAX_NAME_LENGTH),
    description: role.description,
    permissions: role.permissions.filter((id) => permissions.has(id)),
  };
}
