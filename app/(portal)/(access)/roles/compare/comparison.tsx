import { Check, Minus, X } from "lucide-react";
import { permissionName, permissionsCount } from "#components/access/permission-words.ts";
import { RiskBadge } from "#components/access/risk-badge.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { countOf } from "#components/ui/format-number.ts";
import type { PermissionRow, RoleRow } from "#lib/access/roles/schema";
import type { Outcome } from "../rules.ts";
import { compareRoles, outcomeIn } from "./compare.ts";

type ComparisonProps = { a: RoleRow; b: RoleRow; known: readonly PermissionRow[] };

export function Comparison({ a, b, known }: ComparisonProps) {
  const compared = compareRoles(
    a,
    b,
    known.map(({ id }) => id),
  );
  const { onlyA, onlyB, otherwise, same } = compared;
  const count = onlyA.length + onlyB.length + otherwise.length;
  const sectionOf = (title: string, ids: readonly string[]): Section => ({
    title,
    rows: known.filter(({ id }) => ids.includes(id)),
  });
  return (
    <div className="flex flex-col gap-5">
      {count === 0 ? (
        <p className="text-ink-muted text-sm">Both roles come to the same.</p>
      ) : (
        <ComparedPermissions
          title={countOf(count, "difference", "differences")}
          {...{ a, b }}
          sections={[
            sectionOf(`Only in ${a.name}`, onlyA),
            sectionOf(`Only in ${b.name}`, onlyB),
            sectionOf("In both, but not the same", otherwise),
          ]}
        />
      )}
      {same.length === 0 ? (
        <p className="text-ink-muted text-sm">There is nothing that both say.</p>
      ) : (
        <Disclosure
          className="text-sm"
          summary={`${permissionsCount(same.length)} the same in both`}
        >
          <ComparedPermissions
            title="The same in both"
            {...{ a, b }}
            sections={[sectionOf("The same in both", same)]}
          />
        </Disclosure>
      )}
    </div>
  );
}

type Section = { title: string; rows: readonly PermissionRow[] };
type ComparedProps = { title: string; a: RoleRow; b: RoleRow; sections: readonly Section[] };

function ComparedPermissions({ title, a, b, sections }: ComparedProps) {
  return (
    <div className="overflow-hidden rounded-lg border">
      <table className="w-full table-fixed text-sm">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr className="border-b text-left align-bottom">
            <th scope="col" className="px-3 py-2 font-medium">
              {title}
            </th>
            <RoleHeader role={a} />
            <RoleHeader role={b} />
          </tr>
        </thead>
        {sections
          .filter(({ rows }) => rows.length > 0)
          .map((section) => (
            <ComparedSection key={section.title} {...{ section, a, b }} />
          ))}
      </table>
    </div>
  );
}

function RoleHeader({ role }: { role: RoleRow }) {
  return (
    <th scope="col" className="wrap-anywhere w-26 px-3 py-2 font-medium sm:w-40">
      {role.name}
    </th>
  );
}

type ComparedSectionProps = { section: Section; a: RoleRow; b: RoleRow };

function ComparedSection({ section: { title, rows }, a, b }: ComparedSectionProps) {
  return (
    <tbody className="divide-y border-t first-of-type:border-t-0">
      <tr className="bg-surface text-left">
        <th scope="rowgroup" colSpan={3} className="wrap-anywhere px-3 py-1.5 font-medium">
          {title} <span className="font-normal text-ink-muted">{rows.length}</span>
        </th>
      </tr>
      {rows.map(({ id, risk }) => (
        <tr key={id}>
          <th scope="row" className="wrap-anywhere px-3 py-1.5 text-left font-normal">
            <span className="mr-2">{permissionName(id)}</span>
            <RiskBadge risk={risk} />
          </th>
          <Cell outcome={outcomeIn(a, id)} />
          <Cell outcome={outcomeIn(b, id)} />
        </tr>
      ))}
    </tbody>
  );
}

const words: Record<Outcome, string> = {
  everywhere: "Allows",
  own: "On own",
  denied: "Denies",
  nothing: "Nothing",
};

function Cell({ outcome }: { outcome: Outcome }) {
  const Icon = outcome === "nothing" ? Minus : outcome === "denied" ? X : Check;
  return (
    <td className={outcome === "nothing" ? "px-3 py-1.5 text-ink-muted" : "px-3 py-1.5"}>
      <Icon aria-hidden className="mr-1.5 inline size-3.5" />
      {words[outcome]}
    </td>
  );
}
