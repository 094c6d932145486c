import Link from "next/link";
import type { ReactNode } from "react";
import { Fact, FactList } from "#components/ui/fact-list.tsx";
import { countOf } from "#components/ui/format-number.ts";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import type { ResourceDetails } from "#lib/access/resources/schema";
import type { PermissionId } from "#lib/authz/catalogue/permissions";
import { whoCouldHref } from "../../explain/who-could/question.ts";
import { grantsHref } from "../../grants/filters.ts";

type ResourceFactsProps = { resource: ResourceDetails; held: ReadonlySet<PermissionId> };

/** Whose it is, what was given on it, and the way to who could do what. */
export function ResourceFacts({ resource, held }: ResourceFactsProps) {
  const { type, id, grantCount, createdAt, above } = resource;
  const grants = countOf(grantCount, "grant", "grants");
  return (
    <FactList>
      <Fact term="Owner">
        <Owner resource={resource} isLink={held.has("user.read")} />
      </Fact>
      <Fact term="Given on it">
        {grantCount > 0 && held.has("grant.read") ? (
          <TextLink href={grantsHref({ type, id })}>{grants}</TextLink>
        ) : (
          grants
        )}
        {above.length > 0 ? (
          <span className="text-ink-muted"> What is given above it reaches it as well.</span>
        ) : null}
      </Fact>
      {held.has("access.trace") ? (
        <Fact term="Access">
          <TextLink href={whoCouldHref({ type, id })}>Who could do something to it</TextLink>
        </Fact>
      ) : null}
      <Fact term="Registered">
        <AbsoluteTime value={createdAt} />
      </Fact>
    </FactList>
  );
}

function Owner({ resource, isLink }: { resource: ResourceDetails; isLink: boolean }) {
  const { owner, ownerPerson } = resource;
  if (owner === null) return <span className="text-ink-muted">Nobody is registered</span>;
  const key = <code className="wrap-anywhere font-mono text-xs">{owner}</code>;
  if (!ownerPerson || !isLink) {
    return (
      <>
        {key}
        {ownerPerson ? null : (
          <span className="text-ink-muted"> is nobody’s address or id here</span>
        )}
      </>
    );
  }
  return (
    <>
      <TextLink href={`/users/${ownerPerson.id}`}>{ownerPerson.name}</TextLink>{" "}
      <span className="text-ink-muted">{key}</span>
    </>
  );
}

function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="rounded text-accent-text underline underline-offset-2"
    >
      {children}
    </Link>
  );
}
