"use client";

import { ReasonedDialog } from "#components/access/reasoned-dialog.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import type { SodExceptionRow } from "#lib/governance/separation/schema";
import {
  approveExceptionAction,
  endExceptionAction,
  refuseExceptionAction,
  withdrawExceptionAction,
} from "../actions.ts";
import { needWords } from "../words.ts";

export type Verdict = "approve" | "refuse" | "end" | "withdraw";

const dialogs = {
  approve: {
    action: approveExceptionAction,
    title: "Approve the exception?",
    reasonLabel: "Comment",
    confirmLabel: "Approve",
    danger: false,
    done: "Exception approved",
    failed: "The exception was not approved",
  },
  refuse: {
    action: refuseExceptionAction,
    title: "Refuse the exception?",
    reasonLabel: "Comment",
    confirmLabel: "Refuse",
    danger: false,
    done: "Exception refused",
    failed: "The exception was not refused",
  },
  end: {
    action: endExceptionAction,
    title: "End the exception now?",
    reasonLabel: "Reason",
    confirmLabel: "End exception",
    danger: true,
    done: "Exception ended",
    failed: "The exception was not ended",
  },
  withdraw: {
    action: withdrawExceptionAction,
    title: "Withdraw what you asked for?",
    reasonLabel: "Reason",
    confirmLabel: "Withdraw",
    danger: false,
    done: "Withdrawn",
    failed: "It was not withdrawn",
  },
} as const;

type DecisionDialogProps = {
  deciding: { row: SodExceptionRow; verdict: Verdict } | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Decides about an exception, or ends it. */
export function DecisionDialog({ deciding, open, onOpenChange }: DecisionDialogProps) {
  if (!deciding) return null;
  const { row, verdict } = deciding;
  const { action, done, failed, ...words } = dialogs[verdict];
  return (
    <ReasonedDialog
      {...words}
      reasonHint="It is kept in the audit log."
      open={open}
      onOpenChange={onOpenChange}
      description={<Consequence row={row} verdict={verdict} />}
      action={(reason) => action({ exceptionId: row.id, reason })}
      done={done}
      failed={failed}
    />
  );
}

function Consequence({ row, verdict }: { row: SodExceptionRow; verdict: Verdict }) {
  const { person, rule, endsAt, need } = row;
  const about = (
    <>
      {person.name} may break {rule.name} until <AbsoluteTime value={endsAt} />
    </>
  );
  if (verdict === "approve") {
    return (
      <>
        {about}. Until then they can be given, and use, what the rule keeps apart.
        {need ? ` ${needWords(person.name, need)}` : null}
      </>
    );
  }
  if (verdict === "refuse")
    return (
      <>
        {person.name} stays bound by {rule.name}.
      </>
    );
  if (verdict === "withdraw") return <>Nobody needs to decide about it any more.</>;
  return (
    <>
      {person.name} is bound by {rule.name} again within a second. Roles that the exception let them
      have stay, and are listed as a conflict.
    </>
  );
}
