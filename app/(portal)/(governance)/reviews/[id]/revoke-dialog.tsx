"use client";

import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ReviewLine } from "#lib/governance/reviews/schema";
import { decideLinesAction, rehearseRevokeAction } from "../actions.ts";
import { linesCount, whatWords, whoWords } from "../words.ts";

export type LinesDialogProps = {
  reviewId: string;
  /** Stay while the dialog slides out. */
  lines: readonly ReviewLine[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDone: () => void;
};

/** Takes away what lines are about, after showing whose access that alters. */
export function RevokeDialog({ reviewId, lines, open, onOpenChange, onDone }: LinesDialogProps) {
  const input = { reviewId, lineIds: lines.map(({ id }) => id), decision: "revoke" };
  const [only] = lines;
  const isOne = lines.length === 1 && only !== undefined;
  const what = isOne ? `${whatWords(only)} of ${whoWords(only)}` : linesCount(lines.length);
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Revoke ${what}?`}
      description="It takes effect at once, also where people are logged in, and cannot be taken back here."
      confirmLabel="Revoke"
      danger
      change={lines.length > 0 ? JSON.stringify(input) : null}
      rehearse={() => rehearseRevokeAction(input)}
      reasonHint="It stands beside the line, and in the evidence."
      action={(comment) => decideLinesAction({ ...input, comment })}
      failed="Nothing was revoked"
      onDone={({ failed }) => {
        sayHowItWent(lines.length, failed);
        onDone();
      }}
    />
  );
}

function sayHowItWent(count: number, [firstReason, ...others]: readonly string[]): void {
  const failures = firstReason === undefined ? 0 : others.length + 1;
  if (count > failures) toast.success(`${linesCount(count - failures)} revoked`);
  if (failures === 0) return;
  toast.error(`${linesCount(failures)} could not be revoked`, { description: firstReason });
}
