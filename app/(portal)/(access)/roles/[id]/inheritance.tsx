import Link from "next/link";
import { permissionsCount } from "#components/access/permission-words.ts";
import type { RoleChoice } from "../rules.ts";

/** What a role inherits from, for those who cannot change it; nothing when that is nothing. */
export function Inheritance({ parents }: { parents: readonly RoleChoice[] }) {
  if (parents.length === 0) return null;
  return (
    <section aria-labelledby="inheritance-heading" className="mb-7">
      <h2 id="inheritance-heading" className="mb-2 font-semibold text-base">
        Inherits from
      </h2>
      <ul className="divide-y rounded-lg border">
        {parents.map(({ id, name, permissions }) => (
          <li key={id} className="flex items-center gap-3 px-3 py-2 text-sm">
            <Link
              href={`/roles/${id}`}
              className="min-w-0 flex-1 truncate font-medium underline-offset-2 hover:underline"
            >
              {name}
            </Link>
            <span className="text-ink-muted">{permissionsCount(permissions.length)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
