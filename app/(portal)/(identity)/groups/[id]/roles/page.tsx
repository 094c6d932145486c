import type { Metadata } from "next";
import { permittedPage, requireActor } from "../../../../../actor.tsx";
import { loadRoleChoices } from "../../../users/load.ts";
import { groupTitle, loadGroup } from "../../load-group.ts";
import { GroupFrame } from "../group-frame.tsx";
import { GroupRoles } from "./group-roles.tsx";

type GroupRolesPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: GroupRolesPageProps): Promise<Metadata> {
  return { title: `${await groupTitle((await params).id)} roles` };
}

export default permittedPage("group.read", async (_grant, { params }: GroupRolesPageProps) => {
  const [actor, { id }] = await Promise.all([requireActor(), params]);
  const group = await loadGroup(id);
  const canAssign = actor.permissions.has("role.assign");
  return (
    <GroupFrame group={group} held={actor.permissions} current="roles">
      <GroupRoles
        group={group}
        seesRoles={actor.permissions.has("role.read")}
        canAssign={canAssign}
        choices={canAssign ? await loadRoleChoices(actor) : []}
      />
    </GroupFrame>
  );
});
