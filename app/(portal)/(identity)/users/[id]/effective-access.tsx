import { Suspense } from "react";
import { permissionName } from "#components/access/permission-words.ts";
import { type Sees, WindowWords } from "#components/access/reason-chain.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { EffectiveAccess } from "#lib/access/explain/schema";
import { PermissionsList } from "./permissions-list.tsx";
import { shownPermission } from "./shown-permissions.ts";
import { AccessSkeleton } from "./skeletons.tsx";

type SectionProps = {
  userId: string;
  isDisabled: boolean;
  /** Null for who may not see it. */
  effective: Promise<EffectiveAccess> | null;
  at: string | null;
  sees: Sees;
};

/** Everything a person may do, and where each of it comes from. */
export function EffectiveAccessSection(props: SectionProps) {
  const { userId, effective, at } = props;
  const moment = at === null ? "" : `&at=${encodeURIComponent(at)}`;
  return (
    <section aria-labelledby="access-heading">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id="access-heading" className="font-semibold text-base">
          {at === null ? "What they may do" : "What they could do then"}
        </h2>
        {effective ? (
          <ButtonLink size="sm" href={`/explain?user=${userId}${moment}`}>
            Ask about this person
          </ButtonLink>
        ) : null}
      </div>
      {effective ? (
        <Suspense fallback={<AccessSkeleton />}>
          <Loaded {...props} effective={effective} />
        </Suspense>
      ) : (
        <p className="rounded-lg border px-3 py-6 text-center text-ink-muted text-sm">
          To see every permission and where it comes from, you need the permission{" "}
          {permissionName("access.explain")}.
        </p>
      )}
    </section>
  );
}

type LoadedProps = SectionProps & { effective: Promise<EffectiveAccess> };

async function Loaded({ userId, isDisabled, effective, at, sees }: LoadedProps) {
  const { permissions, grants } = await effective;
  if (permissions.length === 0 && grants.length === 0) {
    return (
      <p className="rounded-lg border px-3 py-6 text-center text-ink-muted text-sm">
        {isDisabled && at === null
          ? "Nothing: whoever is disabled may do nothing, whatever their roles say."
          : "Nothing: no role, no group and no grant allows anything."}
      </p>
    );
  }
  return (
    <>
      <PermissionsList
        permissions={permissions.map(shownPermission)}
        userId={userId}
        at={at}
        sees={sees}
      />
      <Grants grants={grants} />
    </>
  );
}

function Grants({ grants }: Pick<EffectiveAccess, "grants">) {
  if (grants.length === 0) return null;
  return (
    <section aria-labelledby="grants-heading" className="mt-8">
      <h2 id="grants-heading" className="mb-2 font-semibold text-base">
        On single resources
      </h2>
      <ul className="divide-y rounded-lg border text-sm">
        {grants.map((grant) => (
          <li key={grant.id} className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2">
            {grant.effect === "deny" ? <Badge tone="danger">Denied</Badge> : null}
            <span className="font-medium">{permissionName(grant.permission)}</span>
            <span className="wrap-anywhere text-ink-muted">
              on {grant.resourceId === null ? "every " : ""}
              {grant.resourceType}{" "}
              {grant.resourceId ? (
                <code className="font-mono text-xs">{grant.resourceId}</code>
              ) : null}{" "}
              and what lies below, {grant.via ? `through ${grant.via.groupName}` : "given directly"}
            </span>
            <WindowWords startsAt={grant.startsAt} endsAt={grant.endsAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}
