"use client";

import { useState } from "react";
import { WhyField } from "#components/access/why-field.tsx";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import type { Named } from "#lib/governance/reviews/schema";
import { handOverAction, reassignAction } from "../actions.ts";
import { ReviewersField } from "../reviewers-field.tsx";
import { linesCount, lineWords } from "../words.ts";
import type { LinesDialogProps } from "./revoke-dialog.tsx";

/** Gives lines to somebody else to decide. */
export function ReassignDialog(props: LinesDialogProps & { canManage: boolean }) {
  const { reviewId, lines, open, onOpenChange, onDone, canManage } = props;
  const [chosen, setChosen] = useState<readonly Named[]>([]);
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) {
      setChosen([]);
      setReason("");
      setRefused(null);
    }
  }
  const [reviewer] = chosen;
  const [only] = lines;
  const what = lines.length === 1 && only ? lineWords(only) : linesCount(lines.length);

  async function give() {
    if (!reviewer) return setRefused("Choose who reviews it.");
    setPending(true);
    const lineIds = lines.map(({ id }) => id);
    const input = { reviewId, lineIds, reviewerId: reviewer.id, reason };
    const action = canManage ? reassignAction : handOverAction;
    const result = await perform(() => action(input), {
      done: `${reviewer.name} decides now`,
      failed: "Nobody else was made the reviewer",
    });
    setPending(false);
    if (!result?.ok) return setRefused(result?.error.message ?? null);
    onDone();
    onOpenChange(false);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!pending) onOpenChange(next);
      }}
      title="Another reviewer"
      description={`Who decides about ${what}. Nobody reviews their own access.`}
      keepOnOutsidePress
      footer={
        <>
          <Button disabled={pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="primary" pending={pending} onClick={give}>
            {reviewer ? `Give to ${reviewer.name}` : "Give"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormAlert message={refused} />
        <ReviewersField
          single
          enabled={open}
          label="Reviewer"
          hint="People who may review access."
          chosen={chosen}
          error={undefined}
          onChange={(people) => {
            setChosen(people);
            setRefused(null);
          }}
        />
        <WhyField value={reason} onChange={setReason} />
      </div>
    </Dialog>
  );
}
