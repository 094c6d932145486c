import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import type { Grant } from "#lib/authz/guard/grant";
import { listAttributes, listGroups } from "#lib/identity/groups/queries";
import type { GroupRow } from "#lib/identity/groups/schema";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { one } from "../../../page-params.ts";
import { GroupsHelp } from "./groups-help.tsx";
import { GroupsSkeleton, GroupsTable, GroupsToolbar } from "./groups-table.tsx";
import { NewGroupButton, NewGroupDialog } from "./new-group.tsx";
import { ruleWords } from "./rule-words.ts";

export const metadata: Metadata = { title: "Groups" };

type GroupsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default permittedPage("group.read", async (grant, { searchParams }: GroupsPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  const canCreate = actor.permissions.has("group.create");
  return (
    <>
      <PageHeader
        title="Groups"
        description="People who get the same roles: put together by hand, or chosen by a rule."
        actions={canCreate ? <NewGroupButton /> : null}
      />
      <GroupsHelp />
      <DataTableScope>
        <GroupsToolbar />
        <Suspense fallback={<GroupsSkeleton />}>
          <Groups grant={grant} text={one(params.text)} canCreate={canCreate} />
        </Suspense>
      </DataTableScope>
      {canCreate ? (
        <Suspense>
          <NewGroup grant={grant} />
        </Suspense>
      ) : null}
    </>
  );
});

type GroupsProps = { grant: Grant<"group.read">; text: string | undefined; canCreate: boolean };

async function Groups({ grant, text, canCreate }: GroupsProps) {
  const groups = await listGroups(grant);
  const rows = text ? groups.filter((group) => matches(group, text.toLowerCase())) : groups;
  return <GroupsTable rows={rows} isFiltered={text !== undefined} canCreate={canCreate} />;
}

async function NewGroup({ grant }: { grant: Grant<"group.read"> }) {
  return <NewGroupDialog attributes={await listAttributes(grant)} />;
}

function matches({ name, description, rule, roles }: GroupRow, text: string): boolean {
  const roleNames = roles.map((role) => role.name);
  const words = [name, description, rule ? ruleWords(rule) : "by hand", ...roleNames];
  return words.join("\n").toLowerCase().includes(text);
}
