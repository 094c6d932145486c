"use client";

import { formatNumber, peopleOf } from "#components/ui/format-number.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { RuleCondition } from "#lib/core/attributes";
import type { RulePreview as Chosen } from "#lib/identity/groups/schema";
import { ruleWords } from "./rule-words.ts";
import { useRulePreview } from "./use-rule-preview.ts";

/** As many are named; the others are counted. */
const NAMED = 5;
const list = new Intl.ListFormat("en", { type: "conjunction" });

/** The rule in words, and whom it would choose now. */
export function RulePreview({ rule }: { rule: readonly RuleCondition[] | null }) {
  const preview = useRulePreview(rule);
  return (
    <section aria-label="Whom the rule chooses" className="rounded-md border px-3 py-2.5 text-sm">
      {rule ? <p className="wrap-anywhere mb-1">{ruleWords(rule)}.</p> : null}
      <div role="status" className="text-ink-muted">
        {preview.state === "idle" ? "Whom it would choose is shown here as you write it." : null}
        {preview.state === "failed" ? "Whom it would choose could not be found out." : null}
        {preview.state === "pending" ? (
          <>
            <span className="sr-only">Looking for people…</span>
            <Skeleton className="my-0.5 w-2/3" />
          </>
        ) : null}
        {preview.state === "done" ? <ChosenPeople {...preview.preview} /> : null}
      </div>
    </section>
  );
}

function ChosenPeople({ count, people }: Chosen) {
  if (count === 0) {
    return <p>Would choose nobody now, and from then on whoever it holds for.</p>;
  }
  const named = people.slice(0, NAMED);
  const names = named.map(({ name }) => name);
  const more = count - named.length;
  const listed = list.format(more > 0 ? [...names, `${formatNumber(more)} more`] : names);
  return (
    <p title={people.map(({ name, email }) => `${name} (${email})`).join("\n")}>
      Would choose <strong className="font-medium text-ink">{peopleOf(count)}</strong>: {listed}.
    </p>
  );
}
