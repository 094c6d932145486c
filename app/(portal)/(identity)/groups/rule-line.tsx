"use client";

import { X } from "lucide-react";
import { useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/select.tsx";
import { ruleOperators } from "#lib/core/attributes";
import { type ConditionDraft, type KnownAttribute, withTyped } from "./group-draft.ts";
import { operatorWords } from "./rule-words.ts";
import { SuggestField } from "./suggest-field.tsx";

const operators = ruleOperators.map((value) => ({ value, label: operatorWords[value] }));

type RuleLineProps = {
  condition: ConditionDraft;
  number: number;
  attributes: readonly KnownAttribute[];
  error: string | undefined;
  onChange: (condition: ConditionDraft) => void;
  /** Null for the only line there is. */
  onRemove: (() => void) | null;
};

/** One condition: which attribute, how it is compared, and with what. */
export function RuleLine(props: RuleLineProps) {
  const { condition, number, attributes, error, onChange, onRemove } = props;
  const errorId = useId();
  const names = ["email", ...attributes.map(({ name }) => name)];
  return (
    <div
      data-line={condition.key}
      className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-start gap-2 rounded-md border bg-surface p-2"
    >
      <SuggestField
        label={`Attribute of condition ${number}`}
        placeholder="department"
        value={condition.attribute}
        suggestions={names}
        maxLength={40}
        invalid={error !== undefined}
        describedBy={error ? errorId : undefined}
        onValueChange={(attribute) => onChange({ ...condition, attribute })}
      />
      <Select
        label={`How condition ${number} compares`}
        hideLabel
        options={operators}
        value={condition.operator}
        onValueChange={(operator) => onChange({ ...condition, operator })}
        className="w-28"
      />
      <div className="order-last col-span-full min-w-0">
        <Values {...props} errorId={errorId} />
      </div>
      {onRemove ? (
        <Button
          iconOnly
          variant="ghost"
          aria-label={`Remove condition ${number}`}
          onClick={onRemove}
        >
          <X aria-hidden />
        </Button>
      ) : (
        <span />
      )}
      {error ? (
        <p id={errorId} role="alert" className="order-last col-span-full text-danger text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}

type ValuesProps = RuleLineProps & { errorId: string };

function Values({ condition, number, attributes, error, errorId, onChange }: ValuesProps) {
  const { values } = condition;
  const known = attributes.find(({ name }) => name === condition.attribute.trim().toLowerCase());
  const suggestions = (known?.values ?? []).filter((value) => !values.includes(value));
  return (
    <div className="flex flex-col gap-1.5">
      {values.length > 0 ? (
        <ul aria-label={`Values of condition ${number}`} className="flex flex-wrap gap-1.5">
          {values.map((value) => (
            <li
              key={value}
              className="wrap-anywhere flex min-w-0 items-center gap-0.5 rounded-md border bg-canvas pl-2 text-sm"
            >
              {value}
              <Button
                iconOnly
                size="sm"
                variant="ghost"
                aria-label={`Remove ${value}`}
                onClick={() =>
                  onChange({ ...condition, values: values.filter((each) => each !== value) })
                }
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <SuggestField
        label={values.length > 0 ? `Or, in condition ${number}` : `Value of condition ${number}`}
        placeholder={values.length > 0 ? "or…" : "finance"}
        value={condition.typed}
        suggestions={suggestions}
        maxLength={200}
        invalid={error !== undefined}
        describedBy={error ? errorId : undefined}
        onValueChange={(typed, isChosen) =>
          onChange(isChosen ? withTyped(condition, typed) : { ...condition, typed })
        }
        onEnter={() => onChange(withTyped(condition))}
      />
    </div>
  );
}
