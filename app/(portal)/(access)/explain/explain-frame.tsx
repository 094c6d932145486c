import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { PageTabs } from "#components/shell/page-tabs.tsx";
import type { PermissionId } from "#lib/authz/catalogue/permissions";

type Subject = { permission: string; type: string; id: string };

type ExplainFrameProps = {
  held: ReadonlySet<PermissionId>;
  current: "person" | "who";
  /** What is asked about: the other page asks about the same. */
  subject: Subject;
  children: ReactNode;
};

/** What both questions have in common: the heading, and the way to the other one. */
export function ExplainFrame({ held, current, subject, children }: ExplainFrameProps) {
  const person = { href: subjectHref("/explain", subject), label: "One person" };
  const who = { href: subjectHref("/explain/who-could", subject), label: "Who could" };
  return (
    <div className="max-w-4xl">
      <ExplainHeader />
      <PageTabs
        label="Explain access"
        tabs={held.has("access.trace") ? [person, who] : [person]}
        current={current === "who" ? who.href : person.href}
      />
      {children}
    </div>
  );
}

export function ExplainHeader() {
  return (
    <PageHeader
      title="Explain access"
      description="Why somebody may or may not do something, and who could, now or in the past."
    />
  );
}

function subjectHref(path: string, subject: Subject): string {
  const params = new URLSearchParams(Object.entries(subject).filter(([, value]) => value !== ""));
  const query = params.toString();
  return query ? `${path}?${query}` : path;
}
