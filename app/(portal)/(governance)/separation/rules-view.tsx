"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { deleteRuleAction, rehearseDeleteAction } from "./actions.ts";
import { AskExceptionDialog } from "./ask-exception.tsx";
import type { MemberChoices, Rights } from "./load.ts";
import { NewRule } from "./new-rule.tsx";
import { RuleDialog } from "./rule-dialog.tsx";
import { RuleItem } from "./rule-item.tsx";
import { matchingRules, type ShownConflict, type ShownRule } from "./shown-rules.ts";

/** From so many on somebody looks for a rule instead of reading all. */
const SEARCHED_FROM = 6;

type RulesViewProps = {
  rules: readonly ShownRule[];
  choices: MemberChoices;
  rights: Rights;
  /** The rule that a link has led to. */
  openRuleId: string | null;
};

type Doing = { rule: ShownRule; person: ShownConflict | null; what: "edit" | "delete" | "ask" };

/** All rules, and whom each concerns. */
export function RulesView({ rules, choices, rights, openRuleId }: RulesViewProps) {
  const [text, setText] = useState("");
  const found = matchingRules(rules, text);
  // What it is about stays while the dialog slides out.
  const [doing, setDoing] = useState<Doing | null>(null);
  const [isOpen, setOpen] = useState(false);
  function start(next: Doing) {
    setDoing(next);
    setOpen(true);
  }
  if (rules.length === 0) return <NoRules choices={choices} canUpdate={rights.canUpdate} />;
  return (
    <>
      {rules.length >= SEARCHED_FROM ? <RuleSearch text={text} onChange={setText} /> : null}
      {found.length === 0 ? (
        <p className="rounded-lg border px-3 py-6 text-center text-ink-muted text-sm">
          No rule matches. Change the search.
        </p>
      ) : (
        <ul aria-label="Rules" className="divide-y rounded-lg border">
          {found.map((rule) => (
            <RuleItem
              key={rule.id}
              rule={rule}
              rights={rights}
              isLinked={rule.id === openRuleId}
              onEdit={() => start({ rule, person: null, what: "edit" })}
              onDelete={() => start({ rule, person: null, what: "delete" })}
              onAsk={(person) => start({ rule, person, what: "ask" })}
            />
          ))}
        </ul>
      )}
      <Dialogs {...{ rules, choices, doing }} open={isOpen} onOpenChange={setOpen} />
    </>
  );
}

function RuleSearch({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  return (
    <FilterInput
      label="Search rules"
      placeholder="Rule, role, permission or person"
      clearLabel="Clear search"
      icon={<Search />}
      value={text}
      maxLength={100}
      className="mb-3 w-full sm:w-64"
      onChange={onChange}
      onEnter={() => undefined}
      onClear={() => onChange("")}
    />
  );
}

function NoRules({ choices, canUpdate }: { choices: MemberChoices; canUpdate: boolean }) {
  return (
    <EmptyState
      title="No duties are separated yet"
      action={canUpdate ? <NewRule choices={choices} /> : null}
    >
      {canUpdate
        ? "A rule names roles or permissions that nobody may have together. For example: a person who creates invoices must not refund them, so Create invoices and Refund invoices exclude each other."
        : "Somebody with the permission to separate duties can make a rule, such as: a person who creates invoices must not approve them."}
    </EmptyState>
  );
}

type DialogsProps = {
  rules: readonly ShownRule[];
  choices: MemberChoices;
  doing: Doing | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

function Dialogs({ rules, choices, doing, open, onOpenChange }: DialogsProps) {
  if (!doing) return null;
  const { rule, person, what } = doing;
  const dialog = (which: Doing["what"]) => ({ open: open && what === which, onOpenChange });
  const asked = person && { id: person.id, name: person.name, email: "" };
  return (
    <>
      <RuleDialog key={`edit ${rule.id}`} rule={rule} choices={choices} {...dialog("edit")} />
      <AskExceptionDialog
        rules={rules}
        start={{ ruleId: rule.id, person: asked }}
        {...dialog("ask")}
      />
      <RehearsedDialog
        {...dialog("delete")}
        title={`Delete ${rule.name}?`}
        description={`From then on people may ${rule.kind === "static" ? "have" : "use"} all of it together. Every exception from the rule goes with it.`}
        confirmLabel="Delete rule"
        danger
        change={rule.id}
        rehearse={() => rehearseDeleteAction({ ruleId: rule.id })}
        action={(reason) => deleteRuleAction({ ruleId: rule.id, reason })}
        done={`${rule.name} deleted`}
        failed={`${rule.name} was not deleted`}
      />
    </>
  );
}
