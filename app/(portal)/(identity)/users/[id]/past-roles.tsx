import Link from "next/link";
import { type Sees, WindowWords } from "#components/access/reason-chain.tsx";
import type { EffectiveAccess } from "#lib/access/explain/schema";

type PastRolesProps = { effective: Promise<EffectiveAccess>; sees: Sees };

/** The roles that were in force at a moment in the past. */
export async function PastRoles({ effective, sees }: PastRolesProps) {
  const { roles } = await effective;
  return (
    <section aria-labelledby="roles-heading" className="mb-8">
      <h2 id="roles-heading" className="mb-2 font-semibold text-base">
        Roles then
      </h2>
      {roles.length === 0 ? (
        <p className="rounded-lg border px-3 py-6 text-center text-ink-muted text-sm">
          No role was in force at that moment.
        </p>
      ) : (
        <ul className="divide-y rounded-lg border text-sm">
          {roles.map(({ role, via, startsAt, endsAt }) => (
            <li
              key={`${role.id} ${via?.groupId}`}
              className="flex flex-wrap items-center gap-x-2 px-3 py-2"
            >
              {sees.roles ? (
                <Link href={`/roles/${role.id}`} className="rounded font-medium hover:underline">
                  {role.name}
                </Link>
              ) : (
                <span className="font-medium">{role.name}</span>
              )}
              <span className="text-ink-muted">
                {via ? `through the group ${via.groupName}` : "given directly"}
              </span>
              <WindowWords startsAt={startsAt} endsAt={endsAt} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
