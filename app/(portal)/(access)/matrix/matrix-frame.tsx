import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { PageTabs } from "#components/shell/page-tabs.tsx";
import type { MatrixView } from "#lib/access/matrix/schema";
import { MatrixHelp } from "./matrix-help.tsx";

type MatrixFrameProps = {
  view: MatrixView;
  /** Absent for those who may not take the matrix along. */
  actions?: ReactNode;
  children: ReactNode;
};

const tabs = {
  roles: { href: "/matrix", label: "Roles" },
  people: { href: "/matrix/people", label: "People" },
} as const satisfies Record<MatrixView, { href: string; label: string }>;

/** What both matrices have in common: the heading, and the way to the other. */
export function MatrixFrame({ view, actions, children }: MatrixFrameProps) {
  return (
    <>
      <PageHeader
        title="Access matrix"
        description="Every role and every person beside every permission, as it is decided."
        actions={actions}
      />
      <MatrixHelp />
      <PageTabs label="Access matrix" tabs={Object.values(tabs)} current={tabs[view].href} />
      {children}
    </>
  );
}
