import Link from "next/link";
import type { ReactNode } from "react";
import { MonoId } from "#components/ui/copy-button.tsx";
import { AbsoluteTime, RelativeTime } from "#components/ui/relative-time.tsx";
import type { UserDetail } from "#lib/identity/users/schema";
import { StatusBadge } from "../status-badge.tsx";

type PersonFactsProps = { user: UserDetail; seesGroups: boolean; seesKeys: boolean };

/** What is known of a person besides what they may do. */
export function PersonFacts({ user, seesGroups, seesKeys }: PersonFactsProps) {
  const attributes = Object.entries(user.attributes).sort(([a], [b]) => a.localeCompare(b));
  return (
    <dl className="mb-4 grid grid-cols-1 gap-x-8 rounded-lg border px-3 text-sm sm:grid-cols-2">
      <Fact term="Status">
        <StatusBadge status={user.status} />
        {user.status === "active" && !user.hasPassword ? (
          <span className="text-ink-muted">, has not chosen a password yet</span>
        ) : null}
        {user.status === "active" && user.lockedUntil ? (
          <span className="block text-danger">
            Locked until <AbsoluteTime value={user.lockedUntil} />: there were too many wrong
            passwords. They can still log in from a browser that they have used before.
          </span>
        ) : null}
      </Fact>
      <Fact term="Last seen">
        {user.lastSeenAt ? <RelativeTime value={user.lastSeenAt} /> : <None>Never</None>}
      </Fact>
      <Fact term="External id">
        {user.externalId ? <MonoId id={user.externalId} label="external id" /> : <None>None</None>}
        {user.notCounting.length > 0 ? (
          <span className="block text-danger">
            Somebody else is known by {user.notCounting.join(" and ")} as well. Decisions mean the
            other person by it until one of the two is changed.
          </span>
        ) : null}
      </Fact>
      <Fact term="Added">
        <RelativeTime value={user.createdAt} />
      </Fact>
      <Fact term="Attributes">
        {attributes.length === 0 ? <None>None</None> : null}
        <span className="flex flex-wrap gap-1.5">
          {attributes.map(([name, value]) => (
            <span
              key={name}
              className="wrap-anywhere rounded border bg-surface px-1.5 text-xs leading-5"
            >
              <span className="text-ink-muted">{name}:</span> {value}
            </span>
          ))}
        </span>
      </Fact>
      <Fact term="Groups">
        {user.groups.length === 0 ? <None>None</None> : null}
        <span className="flex flex-wrap gap-x-3">
          {user.groups.map(({ id, name }) =>
            seesGroups ? (
              <Link key={id} href={`/groups/${id}`} className="rounded hover:underline">
                {name}
              </Link>
            ) : (
              <span key={id}>{name}</span>
            ),
          )}
        </span>
      </Fact>
      {user.apiKeys.length > 0 ? (
        <Fact term="API keys">
          <span className="flex flex-wrap gap-x-3">
            {user.apiKeys.map(({ id, name }) =>
              seesKeys ? (
                <Link key={id} href="/settings/api-keys" className="rounded hover:underline">
                  {name}
                </Link>
              ) : (
                <span key={id}>{name}</span>
              ),
            )}
          </span>
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 border-b py-2 last:border-b-0 sm:nth-last-2:border-b-0">
      <dt className="text-ink-muted">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function None({ children }: { children: string }) {
  return <span className="text-ink-muted">{children}</span>;
}
