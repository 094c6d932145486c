"use client";

import { useState } from "react";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatNumber } from "#components/ui/format-number.ts";
import type { SodExceptionRow } from "#lib/governance/separation/schema";
import { AskExceptionButton } from "../ask-exception.tsx";
import type { Rights } from "../load.ts";
import type { ShownRule } from "../shown-rules.ts";
import { DecisionDialog, type Verdict } from "./decision-dialog.tsx";
import { ExceptionLine } from "./exception-line.tsx";

/** As many of those that are over are shown at once. */
const SHOWN_PAST = 10;

type ExceptionsViewProps = {
  exceptions: readonly SodExceptionRow[];
  rules: readonly ShownRule[];
  rights: Rights;
};

/** Exceptions: what waits for a decision first. */
export function ExceptionsView({ exceptions, rules, rights }: ExceptionsViewProps) {
  // What it is about stays while the dialog slides out.
  const [deciding, setDeciding] = useState<{ row: SodExceptionRow; verdict: Verdict } | null>(null);
  const [isOpen, setOpen] = useState(false);
  if (exceptions.length === 0) return <NoExceptions rules={rules} canAsk={rights.canAsk} />;
  const inState = (state: SodExceptionRow["state"]) =>
    exceptions.filter((each) => each.state === state);
  const past = exceptions.filter(({ state }) => state === "refused" || state === "ended");
  const lines = (rows: readonly SodExceptionRow[]) => (
    <ul className="divide-y rounded-lg border">
      {rows.map((row) => (
        <ExceptionLine
          key={row.id}
          row={row}
          rights={rights}
          onDecide={(verdict) => {
            setDeciding({ row, verdict });
            setOpen(true);
          }}
        />
      ))}
    </ul>
  );
  return (
    <>
      <Section title="Waiting for a decision" rows={inState("asked")} none="Nothing waits.">
        {lines}
      </Section>
      <Section title="In force" rows={inState("approved")} none="Nobody is excepted now.">
        {lines}
      </Section>
      {past.length > 0 ? (
        <Section title="Past" rows={past.slice(0, SHOWN_PAST)} none="">
          {lines}
        </Section>
      ) : null}
      {past.length > SHOWN_PAST ? (
        <Disclosure
          className="-mt-4 text-sm"
          summary={`${formatNumber(past.length - SHOWN_PAST)} earlier ones`}
        >
          {lines(past.slice(SHOWN_PAST))}
        </Disclosure>
      ) : null}
      <DecisionDialog deciding={deciding} open={isOpen} onOpenChange={setOpen} />
    </>
  );
}

function NoExceptions({ rules, canAsk }: { rules: readonly ShownRule[]; canAsk: boolean }) {
  if (rules.length === 0) {
    return (
      <EmptyState title="No exceptions">
        There is no rule yet from which to except anybody.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No exceptions yet"
      action={canAsk ? <AskExceptionButton rules={rules} /> : null}
    >
      An exception lets one person break one rule until a day: somebody asks for it, and somebody
      else approves it. For example, while a colleague is on holiday.
    </EmptyState>
  );
}

type SectionProps = {
  title: string;
  rows: readonly SodExceptionRow[];
  none: string;
  children: (rows: readonly SodExceptionRow[]) => React.ReactNode;
};

function Section({ title, rows, none, children }: SectionProps) {
  return (
    <section aria-label={title} className="mb-7">
      <h2 className="mb-2 font-semibold text-base">{title}</h2>
      {rows.length === 0 ? (
        <p className="rounded-lg border px-3 py-3 text-ink-muted text-sm">{none}</p>
      ) : (
        children(rows)
      )}
    </section>
  );
}
