import { WandSparkles } from "lucide-react";
import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { PageTabs } from "#components/shell/page-tabs.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Num } from "#components/ui/num.tsx";
import type { PermissionId } from "#lib/authz/catalogue/permissions";
import type { GroupRow } from "#lib/identity/groups/schema";
import { GroupsHelp } from "../groups-help.tsx";
import { ruleWords } from "../rule-words.ts";
import { GroupActions } from "./group-actions.tsx";
import { loadKnownAttributes } from "./load-attributes.ts";

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
  const roles = { href: `${href}/roles`, label: "Roles", note: <Num value={group.roles.length} /> };
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
      <PageTabs
        label="Group"
        tabs={[{ href, label: "Members", note: <Num value={group.memberCount} /> }, roles]}
        current={current === "roles" ? roles.href : href}
      />
      {children}
    </div>
  );
}
