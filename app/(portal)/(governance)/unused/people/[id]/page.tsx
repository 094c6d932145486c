import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { Grant } from "#lib/authz/guard/grant";
import { GatehouseError } from "#lib/core/errors";
import { getPersonUsage } from "#lib/governance/unused/queries";
import type { PersonUsage, UsageDays } from "#lib/governance/unused/schema";
import { permittedPage } from "../../../../../actor.tsx";
import { loadUser, userTitle } from "../../../../(identity)/users/[id]/load-user.ts";
import { DaysFilter } from "../../days-filter.tsx";
import { NothingRecorded } from "../../nothing-recorded.tsx";
import { DEFAULT_DAYS, daysOf, type SearchParams } from "../../params.ts";
import { isShort } from "../../recorded.ts";
import { RecordedNote } from "../../recorded-note.tsx";
import { UnusedHelp } from "../../unused-help.tsx";
import { ratioOf } from "../../words.ts";
import { HeldTable } from "./held-table.tsx";

type PageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: await userTitle((await params).id) };
}

export default permittedPage("access_usage.read", async (grant, props: PageProps) => {
  const [{ id }, query] = await Promise.all([props.params, props.searchParams]);
  const person = await loadUser(id);
  const days = daysOf(query.days);
  const usage = await loadUsage(grant, person.id, days);
  const { recordedSince: since, rows } = usage;
  const suffix = days === DEFAULT_DAYS ? "" : `?days=${days}`;
  return (
    <div className="[&_h1]:wrap-anywhere max-w-4xl">
      <PageHeader
        title={person.name}
        description={summaryOf(usage, days)}
        actions={<ButtonLink href={`/users/${id}`}>Open person</ButtonLink>}
      />
      <UnusedHelp />
      <DataTableScope>
        <div className="mb-3">
          <DaysFilter />
        </div>
        {since === null ? (
          <NothingRecorded />
        ) : (
          <>
            <RecordedNote since={since} days={days} isShort={isShort(since, days, Date.now())} />
            <HeldTable rows={rows} query={suffix} />
          </>
        )}
      </DataTableScope>
    </div>
  );
});

/** Who is disabled may do nothing, so there is nothing to see here. */
async function loadUsage(
  grant: Grant<"access_usage.read">,
  id: string,
  days: UsageDays,
): Promise<PersonUsage> {
  try {
    return await getPersonUsage(grant, id, days);
  } catch (error) {
    if (error instanceof GatehouseError && error.code === "not_found") notFound();
    throw error;
  }
}

function summaryOf({ rows }: PersonUsage, days: number): string {
  const unused = rows.filter(({ isNeeded }) => !isNeeded).length;
  if (rows.length === 0) return "May do nothing at all.";
  if (unused === 0) return `Used all that they may do in the last ${days} days.`;
  return `In the last ${days} days, ${ratioOf(unused, rows.length)} were not used: permissions by roles, modules not counted, and grants.`;
}
