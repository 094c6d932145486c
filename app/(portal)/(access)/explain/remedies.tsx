import Link from "next/link";
import { permissionName, permissionsCount } from "#components/access/permission-words.ts";
import { Disclosure } from "#components/ui/disclosure.tsx";
import type { Answer } from "#lib/access/explain/schema";
import { Part } from "./part.tsx";

const list = new Intl.ListFormat("en", { type: "disjunction" });

type RemediesProps = { answer: Answer; isSelf: boolean; seesRoles: boolean };

/**
 * What would make a yes of a no, the least first. Nothing helps against a denial but its end, and
 * whoever has the role already needs to choose it, not another one.
 */
export function Remedies({ answer, isSelf, seesRoles }: RemediesProps) {
  const { allowed, denies, dormant, disabledModule, person, remedies, givers, target } = answer;
  if (allowed || denies.length > 0 || disabledModule || person.status === "disabled") return null;
  if (dormant.length > 0) return null;
  const [nearest, ...others] = remedies;
  return (
    <Part title="What would allow it">
      <div className="flex flex-col gap-2 rounded-lg border px-3 py-2 text-sm">
        {nearest ? (
          <>
            <Remedy remedy={nearest} seesRoles={seesRoles} isNearest />
            <p className="text-ink-muted">
              {givers.length > 0
                ? `${isSelf ? "You can ask" : "Who may give it:"} ${list.format(givers.map(({ name }) => name))}.`
                : "Nobody may give it at the moment: that takes the permission Assign roles and everything the role allows."}
            </p>
          </>
        ) : (
          <p>No role allows it yet. An administrator can make one that does.</p>
        )}
        {target ? (
          <p className="text-ink-muted">
            A grant on {target.type} {target.id} alone would do as well.
          </p>
        ) : null}
        {others.length > 0 ? (
          <Disclosure
            className="text-ink-muted"
            summary={others.length === 1 ? "One other role" : `${others.length} other roles`}
          >
            <ul className="mt-2 flex flex-col gap-2 text-ink">
              {others.map((remedy) => (
                <li key={remedy.role.id}>
                  <Remedy remedy={remedy} seesRoles={seesRoles} />
                </li>
              ))}
            </ul>
          </Disclosure>
        ) : null}
      </div>
    </Part>
  );
}

type RemedyProps = { remedy: Answer["remedies"][number]; seesRoles: boolean; isNearest?: boolean };

function Remedy({ remedy, seesRoles, isNearest = false }: RemedyProps) {
  const { role, otherPermissions } = remedy;
  const name = seesRoles ? (
    <Link href={`/roles/${role.id}`} className="rounded font-medium hover:underline">
      {role.name}
    </Link>
  ) : (
    <span className="font-medium">{role.name}</span>
  );
  return (
    <div>
      <p>
        {isNearest ? "The role that would bring least besides: " : null}
        {name}
        {otherPermissions.length === 0 ? ", and nothing else." : null}
      </p>
      {otherPermissions.length > 0 ? (
        <Disclosure
          className="text-ink-muted"
          summary={`It would also bring ${permissionsCount(otherPermissions.length)}`}
        >
          <p>{otherPermissions.map((id) => permissionName(id)).join(", ")}.</p>
        </Disclosure>
      ) : null}
    </div>
  );
}
