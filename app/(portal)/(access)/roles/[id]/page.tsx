import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { loadEditor } from "../load-editor.ts";
import { loadRole, roleTitle } from "../load-role.ts";
import { whyNotDeleted, whyNotEdited } from "../management.ts";
import { unpackChoices } from "../packed-choices.ts";
import { PermissionList } from "../permission-list.tsx";
import { RolesHelp } from "../roles-help.tsx";
import { DeleteRole } from "./delete-role.tsx";
import { EditRole } from "./edit-role.tsx";
import { Inheritance } from "./inheritance.tsx";
import { RoleFrame } from "./role-frame.tsx";

type RolePageProps = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: RolePageProps): Promise<Metadata> {
  return { title: await roleTitle((await params).id) };
}

export default permittedPage("role.read", async (grant, { params }: RolePageProps) => {
  const [actor, { id }] = await Promise.all([requireActor(), params]);
  const [role, editor] = await Promise.all([loadRole(id), loadEditor(grant, actor)]);
  const held = new Set(editor.held);
  const reason = whyNotEdited(role, held);
  const { ids, roles } = editor.choices;
  const above = roles.filter((each) => role.parents.some(({ id }) => id === each.id));
  const parents = unpackChoices({ ids, roles: above });
  return (
    <RoleFrame role={role} held={held} current="permissions">
      <RolesHelp />
      {reason === null ? (
        <EditRole role={role} {...editor} isOwn={actor.roles.some((own) => own.id === role.id)} />
      ) : (
        <>
          <p className="mb-5 flex items-start gap-2 rounded-md border bg-surface px-3 py-2 text-sm">
            <Lock aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-muted" />
            {reason}
          </p>
          <Inheritance parents={parents} />
          <PermissionList role={role} known={editor.known} parents={parents} />
        </>
      )}
      {role.builtIn || !held.has("role.delete") ? null : (
        <DeleteRole
          role={role}
          roles={roles}
          reason={whyNotDeleted(role, held)}
          canSeePeople={held.has("user.read")}
        />
      )}
    </RoleFrame>
  );
});
