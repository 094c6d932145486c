"use client";

import { Disclosure } from "#components/ui/disclosure.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { Comparisons } from "./comparisons.tsx";
import { type ConditionDraft, comparisonsWords } from "./condition-draft.ts";
import { Properties } from "./properties.tsx";
import type { ActionDraft } from "./type-draft.ts";

type ActionConditionProps = {
  action: ActionDraft;
  number: number;
  /** All of the type, the action itself among them. */
  actions: readonly ActionDraft[];
  /** Where the action is in the input, as errors name it. */
  path: string;
  errors: FieldErrors;
  onChange: (part: Partial<ConditionDraft>) => void;
};

/** What requests say of an action, and when it is required in addition to another one. */
export function ActionCondition(props: ActionConditionProps) {
  const { action, number, actions, path, errors, onChange } = props;
  const { properties, beside, comparisons } = action;
  const about = action.name || `action ${number}`;
  const others = actions
    .filter((each) => each.key !== action.key && each.beside === "" && each.name.trim() !== "")
    .map(({ name }) => optionOf(name.trim()));
  const isKnown = beside === "" || others.some(({ value }) => value === beside);
  const declared = actions.find(({ name }) => name.trim() === beside)?.properties ?? [];
  return (
    <Disclosure className="mt-1 text-sm" summary={summaryOf(action)}>
      <div className="flex flex-col gap-3 border-l-2 pl-3">
        <Select
          label={`When is ${about} required?`}
          options={[
            { value: "", label: "Whenever a request asks for it" },
            ...others,
            ...(isKnown ? [] : [optionOf(beside)]),
          ]}
          value={beside}
          onValueChange={(value) => onChange({ beside: value })}
        />
        {beside === "" ? (
          <Properties
            {...{ about, properties, errors }}
            path={`${path}.properties`}
            onChange={(all) => onChange({ properties: all })}
          />
        ) : (
          <Comparisons
            {...{ about, beside, comparisons, declared, errors }}
            path={`${path}.condition.all`}
            onChange={(all) => onChange({ comparisons: all })}
          />
        )}
      </div>
    </Disclosure>
  );
}

function optionOf(action: string): { value: string; label: string } {
  return { value: action, label: `In addition to ${action}, under conditions` };
}

function summaryOf({ beside, properties, comparisons }: ActionDraft): string {
  const words = comparisonsWords(comparisons);
  if (beside !== "") return `Required in addition to ${beside}${words ? ` when ${words}` : ""}`;
  const names = properties.map(({ name }) => name.trim()).filter(Boolean);
  if (names.length > 0) return `Properties of the request: ${names.join(", ")}`;
  return "Properties and conditions (optional)";
}
