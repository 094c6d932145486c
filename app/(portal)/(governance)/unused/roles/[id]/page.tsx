import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { peopleOf } from "#components/ui/format-number.ts";
import { requirePermission } from "#lib/authz/guard/grant";
import { getRoleUsage } from "#lib/governance/unused/queries";
import type { RoleUsageDetail, UsageDays } from "#lib/governance/unused/schema";
import { permittedPage, requireActor } from "../../../../../actor.tsx";
import { loadEditor } from "../../../../(access)/roles/load-editor.ts";
import { loadRole, roleTitle } from "../../../../(access)/roles/load-role.ts";
import { whyNotEdited } from "../../../../(access)/roles/management.ts";
import { DaysFilter } from "../../days-filter.tsx";
import { NothingRecorded } from "../../nothing-recorded.tsx";
import { DEFAULT_DAYS, daysOf, type SearchParams } from "../../params.ts";
import { isShort } from "../../recorded.ts";
import { RecordedNote } from "../../recorded-note.tsx";
import { TooEarly } from "../../too-early.tsx";
import { UnusedHelp } from "../../unused-help.tsx";
import { ratioOf } from "../../words.ts";
import { linesOf } from "./draft.ts";
import { Lines } from "./lines.tsx";
import { Others } from "./others.tsx";
import { SmallerRole } from "./smaller-role.tsx";

type PageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: await roleTitle((await params).id) };
}

export default permittedPage("access_usage.read", async (grant, props: PageProps) => {
  const [actor, { id }, query] = await Promise.all([
    requireActor(),
    props.params,
    props.searchParams,
  ]);
  const role = await loadRole(id);
  const days = daysOf(query.days);
  const [usage, editor] = await Promise.all([
    getRoleUsage(grant, role.id, days),
    loadEditor(await requirePermission(actor, "role.read"), actor),
  ]);
  const whyNot = whyNotEdited(role, new Set(editor.held));
  const suffix = days === DEFAULT_DAYS ? "" : `?days=${days}`;
  const { recordedSince: since } = usage;
  return (
    // A name may be one long word.
    <div className="wrap-anywhere max-w-5xl">
      <PageHeader
        title={usage.name}
        description={summaryOf(usage, days)}
        actions={<ButtonLink href={`/roles/${role.id}`}>Open role</ButtonLink>}
      />
      <UnusedHelp />
      <DataTableScope>
        <div className="mb-3">
          <DaysFilter />
        </div>
      </DataTableScope>
      {since === null ? (
        <NothingRecorded />
      ) : (
        <>
          <Note usage={usage} since={since} days={days} />
          {usage.builtIn ? (
            <BuiltIn usage={usage} days={days} whyNot={whyNot} />
          ) : (
            // Begun anew when the role or the time changes: another proposal.
            <SmallerRole
              key={`${usage.updatedAt} ${days}`}
              role={usage}
              days={days}
              query={suffix}
              whyNot={whyNot}
            />
          )}
          <Others role={usage} days={days} query={suffix} />
        </>
      )}
    </div>
  );
});

function summaryOf(
  { permissions, reachedCount, observed }: RoleUsageDetail,
  days: UsageDays,
): string {
  if (reachedCount === 0) return "Nobody has this role: delete it if nobody will.";
  const has = `${peopleOf(reachedCount)} ${reachedCount === 1 ? "has" : "have"} it, or a role that inherits from it.`;
  if (!observed?.isEnough) return has;
  const unused = permissions.filter(({ isNeeded }) => !isNeeded).length;
  if (unused === 0) return `${has} All that it gives was used in the last ${days} days.`;
  const ratio = ratioOf(unused, permissions.length);
  return `${has} In the last ${days} days, ${ratio} permissions, modules not counted, were not used by anybody.`;
}

type NoteProps = { usage: RoleUsageDetail; since: string; days: UsageDays };

/** How far back the use of the role is known: as long as uses are recorded, or as the role has been so. */
function Note({ usage: { observed, reachedCount }, since, days }: NoteProps) {
  if (observed && !observed.isEnough) return <TooEarly observed={observed} />;
  const known = reachedCount > 0 ? (observed?.since.slice(0, 10) ?? since) : since;
  return <RecordedNote since={known} days={days} isShort={isShort(known, days, Date.now())} />;
}

type BuiltInProps = { usage: RoleUsageDetail; days: UsageDays; whyNot: string | null };

function BuiltIn({ usage, days, whyNot }: BuiltInProps) {
  const lines = linesOf(usage).filter(({ kind }) => kind !== "instead");
  return (
    <>
      <p className="mb-5 flex items-start gap-2 rounded-md border bg-surface px-3 py-2 text-sm">
        <Lock aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-muted" />
        {whyNot}
      </p>
      <Lines lines={lines} kept={new Set()} days={days} onToggle={null} />
    </>
  );
}
