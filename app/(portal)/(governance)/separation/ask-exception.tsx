"use client";

import { useId, useMemo, useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { InstantField } from "#components/ui/instant-field.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { problemsOf } from "#lib/core/problems";
import { askExceptionInput, type SodKind } from "#lib/governance/separation/schema";
import type { FoundPerson } from "../../(identity)/person-picker/actions.ts";
import { PersonPicker } from "../../(identity)/person-picker/person-picker.tsx";
import { askExceptionAction } from "./actions.ts";
import { NeedNote } from "./need-note.tsx";
import { ruleWords } from "./words.ts";

/** A rule from which somebody can be excepted. */
type ExceptableRule = {
  id: string;
  name: string;
  kind: SodKind;
  limit: number;
  roles: readonly { id: string; name: string }[];
  permissions: readonly string[];
};

/** What a dialog begins with; a person's e-mail address is shown when it is known. */
export type AskedFor = { ruleId: string; person: FoundPerson | null };

const FORM_ID = "ask-exception";

type AskDialogProps = {
  rules: readonly ExceptableRule[];
  start: AskedFor;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Asks that somebody may break a rule for a time; somebody else decides. */
export function AskExceptionDialog({ rules, start, open, onOpenChange }: AskDialogProps) {
  const form = useAskForm(start, open, () => onOpenChange(false));
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!form.pending) onOpenChange(next);
      }}
      title="Ask for an exception"
      description="Somebody else decides: neither you nor the person it is about."
      keepOnOutsidePress
      footer={
        <>
          <Button disabled={form.pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" form={FORM_ID} variant="primary" pending={form.pending}>
            Ask
          </Button>
        </>
      }
    >
      <form id={FORM_ID} noValidate className="flex flex-col gap-4" onSubmit={form.submit}>
        <AskFields
          rules={rules}
          draft={form.draft}
          problems={form.problems}
          onChange={form.change}
        />
      </form>
    </Dialog>
  );
}

type Draft = { ruleId: string; person: FoundPerson | null; endsAt: string | null; reason: string };

function useAskForm(start: AskedFor, open: boolean, onDone: () => void) {
  const blank: Draft = { ...start, endsAt: null, reason: "" };
  const [draft, setDraft] = useState(blank);
  const [isTried, setTried] = useState(false);
  const [refused, setRefused] = useState<FieldErrors>({});
  const [pending, setPending] = useState(false);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) {
      setDraft(blank);
      setTried(false);
      setRefused({});
    }
  }
  const { ruleId, person, endsAt, reason } = draft;
  const input = { ruleId, userId: person?.id ?? "", endsAt: endsAt ?? "", reason };
  const problems = problemsIn(input);

  async function submit(event: { preventDefault: () => void }) {
    event.preventDefault();
    setTried(true);
    if (pending || Object.keys(problems).length > 0) return;
    setPending(true);
    const result = await perform(() => askExceptionAction(input), {
      done: `An exception for ${person?.name} was asked for`,
      failed: "The exception was not asked for",
    });
    setPending(false);
    if (result?.ok) onDone();
    else if (result) setRefused(result.error.fieldErrors);
  }

  function change(part: Partial<Draft>) {
    setDraft((now) => ({ ...now, ...part }));
    setRefused({});
  }

  return { draft, problems: isTried ? { ...problems, ...refused } : {}, pending, submit, change };
}

function problemsIn(input: { ruleId: string; endsAt: string }): FieldErrors {
  const problems = problemsOf(askExceptionInput, input);
  if (problems.ruleId) problems.ruleId = ["Choose a rule."];
  if (input.endsAt === "") problems.endsAt = ["Say when it ends."];
  return problems;
}

type AskFieldsProps = {
  rules: readonly ExceptableRule[];
  draft: Draft;
  problems: FieldErrors;
  onChange: (part: Partial<Draft>) => void;
};

function AskFields({ rules, draft, problems, onChange }: AskFieldsProps) {
  const personId = useId();
  return (
    <>
      <RuleChoice {...{ rules, draft, problems, onChange }} />
      <div className="flex flex-col gap-1.5">
        <span id={personId} className="font-medium text-sm">
          Person
        </span>
        <PersonPicker
          labelledBy={personId}
          person={draft.person}
          onChange={(person) => onChange({ person })}
        />
        <Problem message={problems.userId?.[0]} />
      </div>
      <NeedNote ruleId={draft.ruleId} person={draft.person} />
      <InstantField
        label="Until"
        hint="At most a year from now."
        error={problems.endsAt?.[0]}
        className="sm:w-64"
        value={draft.endsAt}
        onChange={(endsAt) => onChange({ endsAt })}
      />
      <Field
        label="Reason"
        hint="Whoever decides reads it, and it is kept in the audit log."
        error={problems.reason?.[0]}
      >
        <Textarea
          name="reason"
          value={draft.reason}
          maxLength={300}
          onValueChange={(reason) => onChange({ reason })}
        />
      </Field>
    </>
  );
}

function RuleChoice({ rules, draft, problems, onChange }: AskFieldsProps) {
  const id = useId();
  const groups = useMemo(() => {
    const items = rules.map((each) => ({
      value: each.id,
      label: each.name,
      keywords: ruleWords(each),
    }));
    return [{ heading: "", items }];
  }, [rules]);
  const rule = rules.find((each) => each.id === draft.ruleId);
  return (
    <div className="flex flex-col gap-1.5">
      <span id={id} className="font-medium text-sm">
        Rule
      </span>
      <SearchSelect
        labelledBy={id}
        describedBy={`${id}-hint`}
        invalid={problems.ruleId !== undefined}
        groups={groups}
        value={draft.ruleId}
        shown={rule?.name ?? "Choose a rule"}
        onValueChange={(ruleId) => onChange({ ruleId })}
        placeholder="Find a rule…"
        nothing="No rule matches."
        className="w-full"
      />
      <p id={`${id}-hint`} className="wrap-anywhere text-ink-muted text-sm empty:hidden">
        {rule ? ruleWords(rule) : null}
      </p>
      <Problem message={problems.ruleId?.[0]} />
    </div>
  );
}

function Problem({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <p role="alert" className="text-danger text-sm">
      {message}
    </p>
  );
}

type AskButtonProps = {
  rules: readonly ExceptableRule[];
  /** What a link asks for: the dialog is open with it. */
  start?: AskedFor | null;
};

/** Asks for an exception from any rule. */
export function AskExceptionButton({ rules, start = null }: AskButtonProps) {
  const [open, setOpen] = useState(start !== null);
  const [only] = rules;
  const blank = { ruleId: only && rules.length === 1 ? only.id : "", person: null };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Ask for an exception</Button>
      <AskExceptionDialog rules={rules} start={start ?? blank} open={open} onOpenChange={setOpen} />
    </>
  );
}
