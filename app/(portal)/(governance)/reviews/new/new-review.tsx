"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { WhyField } from "#components/access/why-field.tsx";
import { perform } from "#components/shell/perform.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { Input } from "#components/ui/input.tsx";
import { InstantField } from "#components/ui/instant-field.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import type { FieldErrors } from "#lib/core/errors";
import type { Named, ScopeChoices, ScopeKind, Undecided } from "#lib/governance/reviews/schema";
import { startReviewAction } from "../actions.ts";
import { ReviewersField } from "../reviewers-field.tsx";
import { ScopeField } from "./scope-field.tsx";

type Draft = {
  name: string;
  scopeKind: ScopeKind;
  scopeIds: string[];
  reviewers: Named[];
  deadline: string | null;
  undecided: Undecided;
  reason: string;
};

const blank: Draft = {
  name: "",
  scopeKind: "roles",
  scopeIds: [],
  reviewers: [],
  deadline: null,
  undecided: "revoke",
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
      <InstantField
        label="Deadline"
        hint="Until then decisions can be made, and changed unless they revoke."
        error={problems.deadline?.[0]}
        className="sm:w-64"
        value={draft.deadline}
        onChange={(deadline) => change({ deadline })}
      />
      <RadioGroup
        label="What nobody has decided by then"
        value={draft.undecided}
        onValueChange={(undecided) => change({ undecided })}
        options={[
          { value: "revoke", label: "Revoke" },
          {
            value: "keep",
            label: "Leave as it is",
            hint: "The evidence says that nobody has decided.",
          },
        ]}
      />
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
    const { reviewers, deadline, ...said } = draft;
    const input = {
      ...said,
      reviewerIds: reviewers.map(({ id }) => id),
      deadline: deadline ?? "",
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
