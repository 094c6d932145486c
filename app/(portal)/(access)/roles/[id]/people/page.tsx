import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { listIdleHolders, searchHolders } from "#lib/access/roles/queries";
import type { RoleDetail } from "#lib/access/roles/schema";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { permittedPage, requireActor } from "../../../../../actor.tsx";
import { one, usableCursor } from "../../../../../page-params.ts";
import { PeopleToolbar } from "../../../../(identity)/person-picker/people-toolbar.tsx";
import { loadRole, roleTitle } from "../../load-role.ts";
import { whyNotAssigned } from "../../management.ts";
import { RoleFrame } from "../role-frame.tsx";
import { GiveToPerson } from "./give-to-person.tsx";
import { IdlePeople } from "./idle-people.tsx";
import { PeopleSkeleton, PeopleTable } from "./people-table.tsx";

const PAGE_SIZE = 50;
const MAX_TEXT_LENGTH = 200;

type Params = Record<string, string | string[] | undefined>;
type PeoplePageProps = { params: Promise<{ id: string }>; searchParams: Promise<Params> };

export async function generateMetadata({ params }: PeoplePageProps): Promise<Metadata> {
  return { title: `${await roleTitle((await params).id)} people` };
}

type RolePeopleProps = { grant: Grant<"user.read">; actor: Actor; role: RoleDetail; query: Params };

/** Two permissions: one for the role, one for the people who have it. */
export default permittedPage("role.read", async (_roles, props: PeoplePageProps) => {
  const [actor, { id }, query] = await Promise.all([
    requireActor(),
    props.params,
    props.searchParams,
  ]);
  return peoplePage({ actor, role: await loadRole(id), query });
});

type InnerProps = { actor: Actor; role: RoleDetail; query: Params };

const peoplePage = permittedPage("user.read", (grant, props: InnerProps) => {
  const { actor, role, query } = props;
  const reason = whyNotAssigned(role, actor.permissions);
  return (
    <RoleFrame role={role} held={actor.permissions} current="people">
      {reason ? (
        <p className="mb-4 rounded-md border bg-surface px-3 py-2 text-sm">{reason}</p>
      ) : null}
      <DataTableScope>
        <PeopleToolbar>{reason ? null : <GiveToPerson role={role} />}</PeopleToolbar>
        <Suspense fallback={<PeopleSkeleton />}>
          <RolePeople grant={grant} actor={actor} role={role} query={query} />
        </Suspense>
      </DataTableScope>
    </RoleFrame>
  );
});

async function RolePeople({ grant, actor, role, query }: RolePeopleProps) {
  const text = one(query.text)?.slice(0, MAX_TEXT_LENGTH);
  const paging = { cursor: usableCursor(query.cursor), limit: PAGE_SIZE };
  const [page, idle] = await Promise.all([
    searchHolders(grant, { text, roleId: role.id }, paging),
    listIdleHolders(grant, role.id),
  ]);
  return (
    <>
      <PeopleTable
        page={page}
        role={role}
        ownId={actor.id}
        canAssign={whyNotAssigned(role, actor.permissions) === null}
        isFiltered={text !== undefined}
      />
      <IdlePeople idle={idle} />
    </>
  );
}
