import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { PageTabs } from "#components/shell/page-tabs.tsx";
import { HelpNote } from "#components/ui/help-note.tsx";
import type { PermissionId } from "#lib/authz/catalogue/permissions";

export const description =
  "What your products have that access can be given on, what lies under what, and what can be done to it.";

type ResourcesFrameProps = {
  held: ReadonlySet<PermissionId>;
  current: (typeof tabs)[number]["href"];
  actions: ReactNode;
  children: ReactNode;
};

const tabs = [
  { href: "/resources", label: "Resources", permission: "resource.read" },
  { href: "/resources/types", label: "Types", permission: "resource_type.read" },
] as const;

/** What the pages about resources have in common. */
export function ResourcesFrame({ held, current, actions, children }: ResourcesFrameProps) {
  const shown = tabs.filter(({ permission }) => held.has(permission));
  return (
    <>
      <PageHeader title="Resources" description={description} actions={actions} />
      <ResourcesHelp />
      <PageTabs label="Resources" tabs={shown} current={current} />
      {children}
    </>
  );
}

function ResourcesHelp() {
  return (
    <HelpNote title="What resources are for">
      <p>
        A resource is a thing of your products: a project, a document, a to-do. Register those that
        lie under others or belong to somebody. What is given on a project then reaches its
        documents, and a role can hold for owners only.
      </p>
      <p>Grants can also name resources that nobody has registered: they hold on exactly those.</p>
      <p>
        Types say what kinds of things there are, and which actions your products ask about. Each
        action is a permission that roles and grants can give.
      </p>
    </HelpNote>
  );
}
