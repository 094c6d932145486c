"use client";

import { useState } from "react";
import { WhyField } from "#components/access/why-field.tsx";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import type { ReviewDetail, Undecided } from "#lib/governance/reviews/schema";
import { endReviewAction } from "../actions.ts";
import { linesCount } from "../words.ts";

type EndReviewProps = { review: Pick<ReviewDetail, "id" | "name" | "counts"> };

/** Ends a review before its deadline. */
export function EndReview({ review: { id: reviewId, name, counts } }: EndReviewProps) {
  const [open, setOpen] = useState(false);
  const [undecided, setUndecided] = useState<Undecided>("keep");
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const left = counts.undecided + counts.asked;

  async function end() {
    setPending(true);
    const result = await perform(() => endReviewAction({ reviewId, undecided, reason }), {
      done: "Ended. The evidence will be here in a moment",
      failed: "The review goes on",
    });
    setPending(false);
    if (result?.ok) setOpen(false);
    else setRefused(result?.error.message ?? null);
  }

  return (
    <>
      <Button
        onClick={() => {
          setUndecided("keep");
          setReason("");
          setRefused(null);
          setOpen(true);
        }}
      >
        End now…
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          if (!pending) setOpen(next);
        }}
        title={`End ${name} now?`}
        description={
          left === 0
            ? "Everything is decided. Nobody can change a decision afterwards."
            : `${linesCount(left)} nobody has decided yet. Nobody can decide afterwards.`
        }
        keepOnOutsidePress
        footer={
          <>
            <Button disabled={pending} onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button
              variant={undecided === "revoke" && left > 0 ? "danger" : "primary"}
              pending={pending}
              onClick={end}
            >
              {undecided === "revoke" && left > 0 ? "End and revoke" : "End review"}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <FormAlert message={refused} />
          {left > 0 ? (
            <RadioGroup
              label="What nobody has decided"
              value={undecided}
              onValueChange={setUndecided}
              options={[
                { value: "keep", label: "Leave as it is" },
                { value: "revoke", label: "Revoke" },
              ]}
            />
          ) : null}
          <WhyField value={reason} onChange={setReason} />
        </div>
      </Dialog>
    </>
  );
}
