import { WandSparkles } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import type { PermissionId } from "#lib/access/permissions";
import type { GroupRow } from "#lib/groups/schema";
import { GroupsHelp } from "../groups-help.tsx";
import { ruleWords } from "../rule-words.ts";
import { GroupActions } from "./group-actions.tsx";
import { loadKnownAttributes } from "./load-attributes.ts";

const number = new Intl.NumberFormat("en");

type GroupFrameProps = {
  group: GroupRow;
  held: ReadonlySet<PermissionId>;
  current: "members" | "roles";
  children: ReactNode;
};

/** What all pages of a group have in common: its heading, and the way to its other pages. */
export async function GroupFrame({ group, held, current, children }: GroupFrameProps) {
  const canUpdate = held.has("group.update");
  const attributes = canUpdate ? await loadKnownAttributes() : [];
  const href = `/groups/${group.id}`;
  return (
    // A name may be one long word.
    <div className="wrap-anywhere max-w-4xl">
      <PageHeader
        title={group.name}
        description={
          <>
            {group.description}
            <span className="mt-1.5 flex flex-wrap items-center gap-1.5">
              <Badge icon={group.rule ? <WandSparkles aria-hidden /> : null}>
                {group.rule ? "By a rule" : "By hand"}
              </Badge>
              {group.rule ? <span>{ruleWords(group.rule)}</span> : null}
            </span>
          </>
        }
        actions={
          <GroupActions
            group={group}
            attributes={attributes}
            canUpdate={canUpdate}
            canDelete={held.has("group.delete")}
          />
        }
      />
      <GroupsHelp />
      <nav aria-label="Group" className="mb-5 flex gap-4 border-b text-sm">
        <Tab href={href} count={group.memberCount} isCurrent={current === "members"}>
          Members
        </Tab>
        <Tab href={`${href}/roles`} count={group.roles.length} isCurrent={current === "roles"}>
          Roles
        </Tab>
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
