import { Copy, GitCompare } from "lucide-react";
import type { ReactNode } from "react";
import { RiskBadge } from "#components/access/risk-badge.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { PageTabs } from "#components/shell/page-tabs.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Num } from "#components/ui/num.tsx";
import type { RoleDetail } from "#lib/access/roles/schema";

type RoleFrameProps = {
  role: RoleDetail;
  held: ReadonlySet<string>;
  current: "permissions" | "people";
  children: ReactNode;
};

/** What all pages of a role have in common: its heading, and the way to its other pages. */
export function RoleFrame({ role, held, current, children }: RoleFrameProps) {
  const { risk } = role;
  const href = `/roles/${role.id}`;
  const permissions = {
    href,
    label: "Permissions",
    note: <Num value={role.permissions.length} />,
  };
  const people = {
    href: `${href}/people`,
    label: "People",
    note: <Num value={role.holderCount} />,
  };
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
      <PageTabs
        label="Role"
        tabs={held.has("user.read") ? [permissions, people] : [permissions]}
        current={current === "people" ? people.href : href}
      />
      {children}
    </div>
  );
}
