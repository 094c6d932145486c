import { Check, Minus, X } from "lucide-react";
import type { PermissionRow, RoleRow } from "#lib/roles/schema";
import { RiskBadge } from "../risk-badge.tsx";
import { countOf, permissionsCount } from "../words.ts";
import { compareRoles, type Outcome, outcomeOf } from "./compare.ts";

type ComparisonProps = { a: RoleRow; b: RoleRow; known: readonly PermissionRow[] };

export function Comparison({ a, b, known }: ComparisonProps) {
  const ids = known.map(({ id }) => id);
  const { different, same } = compareRoles(a, b, ids);
  const rowsOf = (wanted: readonly string[]) => known.filter(({ id }) => wanted.includes(id));
  return (
    <div className="flex flex-col gap-6">
      <ComparedPermissions
        title={`${countOf(different.length, "difference", "differences")}`}
        nothing="Both roles come to the same."
        {...{ a, b }}
        rows={rowsOf(different)}
      />
      <details>
        <summary className="cursor-pointer font-medium text-sm">
          {permissionsCount(same.length)} the same in both
        </summary>
        <div className="mt-3">
          <ComparedPermissions
            title="The same in both"
            nothing="They share nothing."
            {...{ a, b }}
            rows={rowsOf(same)}
          />
        </div>
      </details>
    </div>
  );
}

type ComparedProps = {
  title: string;
  nothing: string;
  a: RoleRow;
  b: RoleRow;
  rows: readonly PermissionRow[];
};

function ComparedPermissions({ title, nothing, a, b, rows }: ComparedProps) {
  if (rows.length === 0) return <p className="text-ink-muted text-sm">{nothing}</p>;
  return (
    <div className="overflow-x-auto rounded-lg border">
      <table className="w-full text-sm">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr className="border-b bg-surface text-left">
            <th scope="col" className="px-3 py-2 font-medium">
              {title}
            </th>
            <th scope="col" className="w-32 px-3 py-2 font-medium">
              {a.name}
            </th>
            <th scope="col" className="w-32 px-3 py-2 font-medium">
              {b.name}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map(({ id, name, risk }) => (
            <tr key={id}>
              <th scope="row" className="px-3 py-2 text-left font-normal">
                <span className="mr-2 font-medium">{name}</span>
                <RiskBadge risk={risk} />
              </th>
              <td className="px-3 py-2">
                <OutcomeWords outcome={outcomeOf(a, id)} />
              </td>
              <td className="px-3 py-2">
                <OutcomeWords outcome={outcomeOf(b, id)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const words: Record<Outcome, string> = {
  allows: "Allows",
  "allows on own": "On own",
  denies: "Denies",
  nothing: "Nothing",
};

function OutcomeWords({ outcome }: { outcome: Outcome }) {
  const Icon = outcome === "nothing" ? Minus : outcome === "denies" ? X : Check;
  return (
    <span className={outcome === "nothing" ? "text-ink-muted" : "text-ink"}>
      <Icon aria-hidden className="mr-1.5 inline size-3.5" />
      {words[outcome]}
    </span>
  );
}
