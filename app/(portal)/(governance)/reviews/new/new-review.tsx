"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { WhyField } from "#components/access/why-field.tsx";
import { fromLocalField } from "#components/data-table/time-range.ts";
import { perform } from "#components/shell/perform.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { Input } from "#components/ui/input.tsx";
import { useLocale } from "#components/ui/locale-context.tsx";
import type { FieldErrors } from "#lib/core/errors";
import type { Named, ScopeChoices, ScopeKind } from "#lib/governance/reviews/schema";
import { startReviewAction } from "../actions.ts";
import { ReviewersField } from "../reviewers-field.tsx";
import { ScopeField } from "./scope-field.tsx";

type Draft = {
  name: string;
  scopeKind: ScopeKind;
  scopeIds: string[];
  reviewers: Named[];
  until: string;
  reason: string;
};

const blank: Draft = {
  name: "",
  scopeKind: "roles",
  scopeIds: [],
  reviewers: [],
  until: "",
  reason: "",
};

/** Starts a review; the server says what stands in the way. */
export function NewReview({ choices }: { choices: ScopeChoices }) {
  const { draft, change, problems, message, pending, submit } = useNewReview();
  return (
    <form noValidate className="flex max-w-2xl flex-col gap-6" onSubmit={submit}>
      <FormAlert message={message} />
      <Field label="Name" hint="As reviewers see it." error={problems.name?.[0]}>
        <Input
          name="name"
          value={draft.name}
          maxLength={120}
          autoComplete="off"
          placeholder="Administrators, autumn"
          onChange={({ target }) => change({ name: target.value })}
        />
      </Field>
      <ScopeField
        choices={choices}
        kind={draft.scopeKind}
        chosen={draft.scopeIds}
        error={problems.scopeIds?.[0]}
        onKindChange={(scopeKind) => change({ scopeKind, scopeIds: [] })}
        onChange={(scopeIds) => change({ scopeIds })}
      />
      <ReviewersField
        label="Who reviews it"
        hint="Several take turns, person by person. Nobody gets their own access to review."
        chosen={draft.reviewers}
        error={problems.reviewerIds?.[0]}
        onChange={(reviewers) => change({ reviewers })}
      />
      <Field
        label="Deadline"
        hint="Whatever nobody has decided by then is revoked."
        error={problems.deadline?.[0]}
      >
        <Input
          type="datetime-local"
          value={draft.until}
          className="sm:w-64"
          onChange={({ target }) => change({ until: target.value })}
        />
      </Field>
      <WhyField value={draft.reason} onChange={(reason) => change({ reason })} />
      <div className="flex flex-col-reverse gap-2 border-t pt-4 sm:flex-row sm:justify-end">
        <ButtonLink href="/reviews">Cancel</ButtonLink>
        <Button type="submit" variant="primary" pending={pending}>
          Start review
        </Button>
      </div>
    </form>
  );
}

function useNewReview() {
  const router = useRouter();
  const { timeZone } = useLocale();
  const [draft, setDraft] = useState(blank);
  const [problems, setProblems] = useState<FieldErrors>({});
  const [message, setMessage] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  function change(part: Partial<Draft>) {
    setDraft((now) => ({ ...now, ...part }));
    setProblems({});
    setMessage(null);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    const { reviewers, until, ...said } = draft;
    const input = {
      ...said,
      reviewerIds: reviewers.map(({ id }) => id),
      deadline: fromLocalField(until, timeZone) ?? "",
    };
    const result = await perform(() => startReviewAction(input), {
      failed: "The review was not started",
    });
    if (result?.ok) return router.push(`/reviews/${result.data.reviewId}`);
    setPending(false);
    setProblems(result?.error.fieldErrors ?? {});
    setMessage(result?.error.message ?? null);
  }

  return { draft, change, problems, message, pending, submit };
}
