import type { Metadata } from "next";
import { PageHeader } from "#components/shell/page-header.tsx";
import { requirePermission } from "#lib/authz/guard/grant";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { one } from "../../../../page-params.ts";
import { type Draft, draftOf } from "../draft.ts";
import { loadEditor } from "../load-editor.ts";
import { loadRole } from "../load-role.ts";
import { RolesHelp } from "../roles-help.tsx";
import { NewRole } from "./new-role.tsx";

export const metadata: Metadata = { title: "New role" };

const MAX_NAME_LENGTH = 60;

type NewRolePageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default permittedPage("role.create", async (_grant, { searchParams }: NewRolePageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  // Whoever creates roles may see them: the one permission implies the other.
  const editor = await loadEditor(await requirePermission(actor, "role.read"), actor);
  const start = await startOf(one(params.from), editor.held);
  return (
    <div className="max-w-3xl">
      <PageHeader
        title="New role"
        description="You can give it any permission that you have yourself. Nobody has the role until you add people."
      />
      <RolesHelp />
      <NewRole start={start} {...editor} />
    </div>
  );
});

/** An empty role, or the copy of another one as far as this person may give what it allows. */
async function startOf(from: string | undefined, held: readonly string[]): Promise<Draft> {
  if (!from) return { name: "", description: "", entries: [], parents: [] };
  const role = await loadRole(from);
  const copy = draftOf(role);
  return {
    ...copy,
    name: `Copy of ${role.name}`.slice(0, MAX_NAME_LENGTH),
    entries: copy.entries.filter(({ permission }) => held.includes(permission)),
  };
}
