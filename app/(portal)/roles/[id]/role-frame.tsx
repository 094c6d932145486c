import { Copy, GitCompare } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import type { RoleRow } from "#lib/roles/schema";
import { RiskBadge } from "../risk-badge.tsx";

const number = new Intl.NumberFormat("en");

type RoleFrameProps = {
  role: RoleRow;
  held: ReadonlySet<string>;
  current: "permissions" | "people";
  children: ReactNode;
};

/** What all pages of a role have in common: its heading, and the way to its other pages. */
export function RoleFrame({ role, held, current, children }: RoleFrameProps) {
  const { risk } = role;
  const href = `/roles/${role.id}`;
  return (
    // A name may be one long word.
    <div className="max-w-3xl wrap-anywhere">
      <PageHeader
        title={role.name}
        description={
          <>
            {role.description}
            <span className="mt-1.5 flex flex-wrap gap-1.5 empty:hidden">
              {role.builtIn ? <Badge>Built in</Badge> : null}
              {risk ? <RiskBadge risk={risk} full /> : null}
            </span>
          </>
        }
        actions={
          <>
            <ButtonLink href={`/roles/compare?a=${role.id}`}>
              <GitCompare aria-hidden />
              Compare with…
            </ButtonLink>
            {held.has("role.create") ? (
              <ButtonLink href={`/roles/new?from=${role.id}`}>
                <Copy aria-hidden />
                Duplicate
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <nav aria-label="Role" className="mb-5 flex gap-4 border-b text-sm">
        <Tab href={href} count={role.permissions.length} isCurrent={current === "permissions"}>
          Permissions
        </Tab>
        {held.has("user.read") ? (
          <Tab href={`${href}/people`} count={role.peopleCount} isCurrent={current === "people"}>
            People
          </Tab>
        ) : null}
      </nav>
      {children}
    </div>
  );
}

type TabProps = { href: string; count: number; isCurrent: boolean; children: string };

function Tab({ href, count, isCurrent, children }: TabProps) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "-mb-px rounded-t border-transparent border-b-2 px-1 py-2 font-medium text-ink-muted hover:text-ink",
        isCurrent && "border-accent text-ink",
      )}
    >
      {children} <span className="font-normal text-ink-muted">{number.format(count)}</span>
    </Link>
  );
}
