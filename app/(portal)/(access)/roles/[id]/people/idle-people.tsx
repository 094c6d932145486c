import Link from "next/link";
import { peopleOf } from "#components/ui/format-number.ts";
import { Num } from "#components/ui/num.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import type { IdleHolders } from "#lib/access/roles/schema";

/** Who was given the role and is not counted among those who have it, and why; nothing for nobody. */
export function IdlePeople({ idle: { count, rows } }: { idle: IdleHolders }) {
  if (count === 0) return null;
  return (
    <section aria-labelledby="idle-heading" className="mt-8 text-sm">
      <h2 id="idle-heading" className="font-semibold text-base">
        Given, and not in force
      </h2>
      <p className="mb-2 text-ink-muted">
        {peopleOf(count)} {count === 1 ? "was" : "were"} given this role and{" "}
        {count === 1 ? "does" : "do"} not have it now.
      </p>
      <ul className="divide-y rounded-lg border">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline gap-x-3 px-3 py-2">
            <Link
              href={`/users/${row.id}`}
              prefetch={false}
              className="wrap-anywhere rounded font-medium hover:underline"
            >
              {row.name}
            </Link>
            <span className="text-ink-muted">
              <Why row={row} />
            </span>
          </li>
        ))}
        {count > rows.length ? (
          <li className="px-3 py-2 text-ink-muted">
            And <Num value={count - rows.length} /> more, by name.
          </li>
        ) : null}
      </ul>
    </section>
  );
}

function Why({ row: { isDisabled, startsAt, endsAt } }: { row: IdleHolders["rows"][number] }) {
  if (isDisabled) return "disabled";
  const hasBegun = startsAt === null || Date.parse(startsAt) <= Date.now();
  const at = hasBegun ? endsAt : startsAt;
  return (
    <>
      {hasBegun ? "ended " : "begins "}
      {at ? <AbsoluteTime value={at} /> : null}
    </>
  );
}
