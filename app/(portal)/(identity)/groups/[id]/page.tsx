import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { searchMembers } from "#lib/identity/groups/queries";
import type { GroupRow } from "#lib/identity/groups/schema";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { one, usableCursor } from "../../../../page-params.ts";
import { PeopleToolbar } from "../../person-picker/people-toolbar.tsx";
import { groupTitle, loadGroup } from "../load-group.ts";
import { AddMembers } from "./add-members.tsx";
import { GroupFrame } from "./group-frame.tsx";
import { MembersSkeleton, MembersTable } from "./members-table.tsx";

const PAGE_SIZE = 50;
const MAX_TEXT_LENGTH = 200;

type Params = Record<string, string | string[] | undefined>;
type GroupPageProps = { params: Promise<{ id: string }>; searchParams: Promise<Params> };

export async function generateMetadata({ params }: GroupPageProps): Promise<Metadata> {
  return { title: await groupTitle((await params).id) };
}

export default permittedPage("group.read", async (grant, props: GroupPageProps) => {
  const [actor, { id }, query] = await Promise.all([
    requireActor(),
    props.params,
    props.searchParams,
  ]);
  const group = await loadGroup(id);
  const canManage = actor.permissions.has("group.manage_members") && group.rule === null;
  return (
    <GroupFrame group={group} held={actor.permissions} current="members">
      {group.rule ? (
        <p className="mb-4 rounded-md border bg-surface px-3 py-2 text-sm">
          Nobody is put in or taken out by hand here: people come and go with the rule above, as
          soon as what is known of them changes.
        </p>
      ) : null}
      <DataTableScope>
        <PeopleToolbar>{canManage ? <AddMembers group={group} /> : null}</PeopleToolbar>
        <Suspense fallback={<MembersSkeleton />}>
          <Members grant={grant} actor={actor} group={group} query={query} canManage={canManage} />
        </Suspense>
      </DataTableScope>
    </GroupFrame>
  );
});

type MembersProps = {
  grant: Grant<"group.read">;
  actor: Actor;
  group: GroupRow;
  query: Params;
  canManage: boolean;
};

async function Members({ grant, actor, group, query, canManage }: MembersProps) {
  const text = one(query.text)?.slice(0, MAX_TEXT_LENGTH);
  const paging = { cursor: usableCursor(query.cursor), limit: PAGE_SIZE };
  const page = await searchMembers(grant, { groupId: group.id, text }, paging);
  return (
    <MembersTable
      page={page}
      group={group}
      ownId={actor.id}
      seesPeople={actor.permissions.has("user.read")}
      canManage={canManage}
      isFiltered={text !== undefined}
    />
  );
}
