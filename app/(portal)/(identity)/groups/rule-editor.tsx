"use client";

import { Plus } from "lucide-react";
import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { type ConditionDraft, type KnownAttribute, withCondition } from "./group-draft.ts";
import { RuleLine } from "./rule-line.tsx";

const MOST_CONDITIONS = 20;

type RuleEditorProps = {
  conditions: readonly ConditionDraft[];
  attributes: readonly KnownAttribute[];
  /** What is wrong, and at which line; null while nothing was tried yet. */
  problem: { key: number | null; message: string } | null;
  onChange: (conditions: ConditionDraft[]) => void;
};

/** Conditions that must all hold, one a line. */
export function RuleEditor({ conditions, attributes, problem, onChange }: RuleEditorProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  const add = useRef<HTMLButtonElement>(null);

  const change = (next: ConditionDraft) =>
    onChange(conditions.map((each) => (each.key === next.key ? next : each)));

  function remove(key: number) {
    onChange(conditions.filter((each) => each.key !== key));
    // The button that was pressed is gone.
    add.current?.focus();
  }

  function addLine() {
    const next = withCondition(conditions);
    const key = next.at(-1)?.key;
    onChange(next);
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLInputElement>(`[data-line="${key}"] input`)?.focus(),
    );
  }

  return (
    <fieldset ref={box} className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium text-sm">Everybody for whom all of this holds</legend>
      {conditions.map((condition, index) => (
        <RuleLine
          key={condition.key}
          condition={condition}
          number={index + 1}
          attributes={attributes}
          error={problem?.key === condition.key ? problem.message : undefined}
          onChange={change}
          onRemove={conditions.length > 1 ? () => remove(condition.key) : null}
        />
      ))}
      {conditions.length < MOST_CONDITIONS ? (
        <Button ref={add} size="sm" className="w-fit" onClick={addLine}>
          <Plus aria-hidden />
          Add condition
        </Button>
      ) : null}
      <p className="text-ink-muted text-sm">
        Capital letters do not matter. Whoever lacks an attribute fulfils no condition about it, not
        even “is not”.
      </p>
    </fieldset>
  );
}
