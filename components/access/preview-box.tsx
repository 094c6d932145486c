import Link from "next/link";
import type { ReactNode } from "react";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Breach, Rehearsal } from "./use-rehearsal.ts";

type PreviewBoxProps<Outcome> = {
  title: string;
  rehearsal: Rehearsal<Outcome>;
  /** What to say while there is no change to ask about. */
  idle: string;
  /** Whether a field above is refused, which says there what is wrong with it. */
  isRefused?: boolean;
  /** Read out while the answer is on its way. */
  pending: string;
  children: (outcome: Outcome) => ReactNode;
};

/** What a change would do, in the dialog in which it is made; or why that cannot be said. */
export function PreviewBox<Outcome>(props: PreviewBoxProps<Outcome>) {
  const { title, rehearsal, idle, isRefused, pending, children } = props;
  const isFailed = rehearsal.state === "failed";
  return (
    <section aria-label={title} className="rounded-md border bg-surface px-3 py-2.5">
      <h3 className="mb-1.5 font-medium text-sm">{title}</h3>
      <FormAlert message={isFailed ? rehearsal.message : null} />
      {isFailed && rehearsal.breach ? <AskInstead breach={rehearsal.breach} /> : null}
      <div role="status" className="text-sm">
        {rehearsal.state === "idle" ? (
          <p className="text-ink-muted">
            {isRefused ? "Shown here when what is missing or wrong above is put right." : idle}
          </p>
        ) : null}
        {rehearsal.state === "pending" ? (
          <>
            <span className="sr-only">{pending}</span>
            <Skeleton className="my-0.5 w-2/3" />
          </>
        ) : null}
        {rehearsal.state === "done" ? children(rehearsal.outcome) : null}
      </div>
    </section>
  );
}

/** The way to the form in which somebody is excepted from what forbids the change. */
function AskInstead({ breach: { ruleId, userId } }: { breach: Breach }) {
  return (
    <p className="mt-2 text-sm">
      <Link
        href={`/separation/exceptions?rule=${ruleId}&person=${userId}`}
        className="rounded font-medium underline"
      >
        Ask for an exception
      </Link>{" "}
      from it for this person.
    </p>
  );
}
