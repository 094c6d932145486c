"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { RoleUsageDetail, UsageDays } from "#lib/governance/unused/schema";
import { Apply } from "./apply.tsx";
import { chosenEntries, isChanged, linesOf, presentChoice, proposedChoice } from "./draft.ts";
import { Lines } from "./lines.tsx";
import { ReplayPanel } from "./replay-panel.tsx";
import { useReplay } from "./use-replay.ts";

type SmallerRoleProps = {
  role: RoleUsageDetail;
  days: UsageDays;
  query: string;
  /** Why the reader cannot change the role; null when they can. */
  whyNot: string | null;
};

/** A role without what nobody uses: proposed, to be adjusted, replayed and applied. */
export function SmallerRole({ role, days, query, whyNot }: SmallerRoleProps) {
  const lines = linesOf(role);
  const [kept, setKept] = useState(() => proposedChoice(lines));
  const entries = chosenEntries(lines, kept);
  const changed = isChanged(role.entries, entries);
  const replay = useReplay(changed ? { roleId: role.id, days, entries } : null, role.updatedAt);
  const done = changed && replay.state === "done" ? replay.replay : null;

  function toggle(permission: string) {
    setKept(kept.symmetricDifference(new Set([permission])));
  }

  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <section aria-labelledby="says" className="min-w-0">
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h2 id="says" className="font-semibold text-base">
            What it says
          </h2>
          <div className="flex gap-2">
            <Button size="sm" onClick={() => setKept(proposedChoice(lines))}>
              Only what is used
            </Button>
            <Button size="sm" onClick={() => setKept(presentChoice(lines))}>
              All as now
            </Button>
          </div>
        </div>
        <Lines lines={lines} kept={kept} days={days} onToggle={toggle} />
      </section>
      <div className="lg:sticky lg:top-[calc(var(--shell-top)+1rem)] lg:self-start">
        <ReplayPanel replay={replay} days={days} query={query} />
        {whyNot ? (
          <p className="mt-3 text-ink-muted text-sm">{whyNot}</p>
        ) : (
          <Apply role={role} entries={entries} replay={done} />
        )}
      </div>
    </div>
  );
}
