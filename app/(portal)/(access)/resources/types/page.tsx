import type { Metadata } from "next";
import { NothingMatches } from "#components/data-table/clear-filters.tsx";
import { Pager } from "#components/data-table/pager.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { listResourceTypes } from "#lib/access/resources/queries";
import type { ResourceTypeRow } from "#lib/access/resources/schema";
import { listSubjectTypes } from "#lib/access/subject-types/queries";
import type { Actor } from "#lib/authz/guard/actor";
import { requirePermission } from "#lib/authz/guard/grant";
import { byName } from "#lib/core/by-name";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { pageOf } from "../../../../page-of.ts";
import { one } from "../../../../page-params.ts";
import { loadCounts } from "../load.ts";
import { ResourcesFrame } from "../resources-frame.tsx";
import { SubjectTypes } from "./subject-types.tsx";
import { TypeButton } from "./type-dialog.tsx";
import { NoOwnTypes, TypesList } from "./types-list.tsx";

const PAGE_SIZE = 50;
const OWN_TYPES = "Your own types";

export const metadata: Metadata = { title: "Resource types" };

type TypesPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default permittedPage("resource_type.read", async (grant, props: TypesPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), props.searchParams]);
  const [types, subjectTypes, counts] = await Promise.all([
    listResourceTypes(grant),
    listSubjectTypes(grant),
    countTypes(actor),
  ]);
  const text = one(params.text);
  const own = types.filter(({ builtIn }) => !builtIn).sort(byName);
  const { rows, ...cursors } = pageOf(searchTypes(own, text), one(params.cursor), PAGE_SIZE);
  const canChange = actor.permissions.has("resource_type.update");
  const register = canChange ? <TypeButton /> : null;
  const shared = { counts, canChange };
  return (
    <ResourcesFrame held={actor.permissions} current="/resources/types" actions={register}>
      <div className="max-w-4xl">
        <DataTableScope>
          {own.length > PAGE_SIZE ? (
            <DataTableToolbar
              params={["text"]}
              search={<SearchFilter param="text" placeholder="Type or action" />}
            />
          ) : null}
          <TypesList
            title={OWN_TYPES}
            types={rows}
            empty={text ? <NothingMatches /> : <NoOwnTypes />}
            {...shared}
          />
          {own.length > PAGE_SIZE && rows.length > 0 ? (
            <Pager ref={null} label={OWN_TYPES} count={rows.length} {...cursors} />
          ) : null}
        </DataTableScope>
        <TypesList
          title="Built-in types"
          types={types.filter(({ builtIn }) => builtIn)}
          {...shared}
        />
        <SubjectTypes types={subjectTypes} canChange={canChange} />
      </div>
    </ResourcesFrame>
  );
});

/** Types whose name or id has the text in it, or one of whose actions has. */
function searchTypes(types: readonly ResourceTypeRow[], text = ""): ResourceTypeRow[] {
  const wanted = text.toLowerCase();
  return types.filter(({ type, name, actions }) =>
    [type, name, ...actions.map((action) => action.name)].some((each) =>
      each.toLowerCase().includes(wanted),
    ),
  );
}

/** Null for who may not see resources, and when they cannot be counted. */
async function countTypes(actor: Actor): Promise<ReadonlyMap<string, number> | null> {
  if (!actor.permissions.has("resource.read")) return null;
  const counts = await loadCounts(await requirePermission(actor, "resource.read"));
  return counts && new Map(counts.map(({ value, count }) => [value, count]));
}
