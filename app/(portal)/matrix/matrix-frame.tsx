import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { cn } from "#components/ui/cn.ts";
import { type MatrixView, matrixViews } from "#lib/matrix/schema";
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
      <nav aria-label="Access matrix" className="mb-4 flex gap-4 border-b text-sm">
        {matrixViews.map((each) => (
          <Link
            key={each}
            href={tabs[each].href}
            aria-current={each === view ? "page" : undefined}
            className={cn(
              "-mb-px rounded-t border-transparent border-b-2 px-1 py-2 font-medium text-ink-muted hover:text-ink",
              each === view && "border-accent text-ink",
            )}
          >
            {tabs[each].label}
          </Link>
        ))}
      </nav>
      {children}
    </>
  );
}
