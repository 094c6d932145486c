"use client";

import { useState } from "react";
import { useRehearsal } from "#components/access/use-rehearsal.ts";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { FieldErrors } from "#lib/core/errors";
import {
  createRuleAction,
  rehearseCreateAction,
  rehearseUpdateAction,
  updateRuleAction,
} from "./actions.ts";
import { ConcernedPeople } from "./concerned-people.tsx";
import type { MemberChoices } from "./load.ts";
import { blankDraft, differs, draftOf, isComplete, isRefused } from "./rule-draft.ts";
import { RuleFields, RuleNotes } from "./rule-fields.tsx";
import type { ShownRule } from "./shown-rules.ts";

type RuleDialogProps = {
  /** Null to make a new one. */
  rule: ShownRule | null;
  choices: MemberChoices;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Makes or changes a rule; whom it concerns already is shown first. */
export function RuleDialog({ rule, choices, open, onOpenChange }: RuleDialogProps) {
  const form = useRuleForm(rule, open);
  const { draft, pending, rehearsal } = form;

  async function confirm() {
    if (await form.save()) onOpenChange(false);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!pending) onOpenChange(next);
      }}
      title={form.based ? `Edit ${form.based.name}` : "New rule"}
      size="lg"
      keepOnOutsidePress
      footer={
        <>
          <Button disabled={pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            variant="primary"
            pending={pending}
            disabled={rehearsal.state !== "done"}
            onClick={confirm}
          >
            {form.based ? "Save" : "Create rule"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pt-1">
        <RuleFields draft={draft} choices={choices} errors={form.errors} onChange={form.change} />
        <ConcernedPeople
          kind={draft.kind}
          rehearsal={rehearsal}
          isRefused={isRefused(draft)}
          idle={
            isComplete(draft)
              ? "Change something to see whom it concerns."
              : "Shown here as soon as there is a name, and two roles or permissions."
          }
        />
        <RuleNotes draft={draft} onChange={form.change} />
      </div>
    </Dialog>
  );
}

/** What is being said, from the rule as it was when the dialog opened. */
function useRuleForm(rule: ShownRule | null, open: boolean) {
  // Somebody else's change in between is a conflict.
  const [based, setBased] = useState(rule);
  const [draft, setDraft] = useState(() => (rule ? draftOf(rule) : blankDraft));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [pending, setPending] = useState(false);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) {
      setBased(rule);
      setDraft(rule ? draftOf(rule) : blankDraft);
      setErrors({});
    }
  }
  const isUsable = isComplete(draft) && (based === null || differs(draft, based));
  const input = based ? { ...draft, ruleId: based.id, basedOn: based.updatedAt } : draft;
  const { name, kind, limit, roles, permissions } = draft;
  const rehearsal = useRehearsal(
    open && isUsable ? JSON.stringify([name, kind, limit, roles, permissions]) : null,
    () => (based ? rehearseUpdateAction(input) : rehearseCreateAction(input)),
  );

  async function save(): Promise<boolean> {
    if (pending) return false;
    setPending(true);
    const result = await perform(
      () => (based ? updateRuleAction(input) : createRuleAction(input)),
      {
        done: `${draft.name.trim()} ${based ? "saved" : "created"}`,
        failed: `The rule was not ${based ? "changed" : "created"}`,
      },
    );
    setPending(false);
    if (result && !result.ok) setErrors(result.error.fieldErrors);
    return result?.ok ?? false;
  }

  function change(next: typeof draft) {
    setDraft(next);
    setErrors({});
  }

  return { based, draft, errors, pending, rehearsal, change, save };
}
