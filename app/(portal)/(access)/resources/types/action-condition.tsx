"use client";

import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { comparisonOperators } from "#lib/authz/engine/conditions";
import {
  type ComparisonDraft,
  type ConditionDraft,
  nextKey,
  operatorNames,
  type PropertyDraft,
} from "./condition-draft.ts";
import type { ActionDraft } from "./type-draft.ts";

const sources = [
  { value: "action", label: "Of the action" },
  { value: "resource", label: "Of the resource" },
] as const;
const types = [
  { value: "boolean", label: "True or false" },
  { value: "number", label: "Number" },
  { value: "string", label: "Text" },
] as const;
const operators = comparisonOperators.map((value) => ({ value, label: operatorNames[value] }));

type ActionConditionProps = {
  action: ActionDraft;
  number: number;
  /** All of the type, the action itself among them. */
  actions: readonly ActionDraft[];
  onChange: (part: Partial<ConditionDraft>) => void;
};

/** What questions can say of an action, and when it is needed beside another one. */
export function ActionCondition({ action, number, actions, onChange }: ActionConditionProps) {
  const { properties, beside, comparisons } = action;
  const about = action.name || `action ${number}`;
  const others = actions
    .filter((each) => each.key !== action.key && each.beside === "" && each.name.trim() !== "")
    .map(({ name }) => ({ value: name.trim(), label: `Beside ${name.trim()}` }));
  const isKnown = beside === "" || others.some(({ value }) => value === beside);
  const declared = actions.find(({ name }) => name.trim() === beside)?.properties ?? [];
  return (
    <Disclosure
      className="mt-1 text-sm"
      summary={beside === "" ? "What questions say" : `Needed beside ${beside}`}
    >
      <div className="flex flex-col gap-2 border-l-2 pl-3">
        <Select
          label={`When ${about} is needed`}
          options={[
            { value: "", label: "When a question names it" },
            ...others,
            ...(isKnown ? [] : [{ value: beside, label: `Beside ${beside}` }]),
          ]}
          value={beside}
          onValueChange={(value) => onChange({ beside: value })}
        />
        {beside === "" ? (
          <Properties
            {...{ about, properties }}
            onChange={(all) => onChange({ properties: all })}
          />
        ) : (
          <Comparisons
            {...{ about, comparisons, declared }}
            onChange={(all) => onChange({ comparisons: all })}
          />
        )}
      </div>
    </Disclosure>
  );
}

type PropertiesProps = {
  about: string;
  properties: readonly PropertyDraft[];
  onChange: (properties: PropertyDraft[]) => void;
};

function Properties({ about, properties, onChange }: PropertiesProps) {
  const put = (key: number, part: Partial<PropertyDraft>) =>
    onChange(properties.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const blank = { name: "", source: "action", type: "boolean", fallback: "" } as const;
  return (
    <Lines
      hint="Properties that questions can say. Other actions can be needed because of them."
      add="Add property"
      onAdd={() => onChange([...properties, { key: nextKey(properties), ...blank }])}
    >
      {properties.map(({ key, name, source, type, fallback }) => (
        <Line
          key={key}
          label={`Remove property ${name} of ${about}`}
          onRemove={() => onChange(properties.filter((each) => each.key !== key))}
        >
          <Input
            aria-label={`Property of ${about}`}
            placeholder="soft"
            value={name}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => put(key, { name: target.value })}
          />
          <Select
            label={`What property ${name} is said of`}
            hideLabel
            options={sources}
            value={source}
            onValueChange={(value) => put(key, { source: value })}
          />
          <Select
            label={`Type of property ${name}`}
            hideLabel
            options={types}
            value={type}
            onValueChange={(value) => put(key, { type: value })}
          />
          <Input
            aria-label={`What counts when property ${name} is not said`}
            placeholder="Not said: anything"
            value={fallback}
            maxLength={200}
            onChange={({ target }) => put(key, { fallback: target.value })}
          />
        </Line>
      ))}
    </Lines>
  );
}

type ComparisonsProps = {
  about: string;
  comparisons: readonly ComparisonDraft[];
  declared: readonly PropertyDraft[];
  onChange: (comparisons: ComparisonDraft[]) => void;
};

function Comparisons({ about, comparisons, declared, onChange }: ComparisonsProps) {
  const put = (key: number, part: Partial<ComparisonDraft>) =>
    onChange(comparisons.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const names = [...new Set(declared.map(({ name }) => name.trim()).filter(Boolean))];
  const blank = { property: names[0] ?? "", operator: "is", value: "" } as const;
  return (
    <Lines
      hint="When all of this holds, or a question does not say enough to tell."
      add="Add comparison"
      onAdd={() => onChange([...comparisons, { key: nextKey(comparisons), ...blank }])}
    >
      {comparisons.map(({ key, property, operator, value }) => (
        <Line
          key={key}
          label={`Remove comparison of ${property} from ${about}`}
          onRemove={() => onChange(comparisons.filter((each) => each.key !== key))}
        >
          <Select
            label={`What ${about} compares`}
            hideLabel
            options={[...new Set(["", ...names, property])].map((name) => ({
              value: name,
              label: name || "Choose a property",
            }))}
            value={property}
            onValueChange={(name) => put(key, { property: name })}
          />
          <Select
            label={`How ${property} is compared`}
            hideLabel
            options={operators}
            value={operator}
            onValueChange={(next) => put(key, { operator: next })}
          />
          <Input
            aria-label={`What ${property} is compared with`}
            placeholder="false"
            value={value}
            maxLength={200}
            onChange={({ target }) => put(key, { value: target.value })}
          />
        </Line>
      ))}
    </Lines>
  );
}

type LinesProps = { hint: string; add: string; onAdd: () => void; children: ReactNode };

function Lines({ hint, add, onAdd, children }: LinesProps) {
  return (
    <>
      <p className="text-ink-muted">{hint}</p>
      {children}
      <Button size="sm" className="w-fit" onClick={onAdd}>
        <Plus aria-hidden />
        {add}
      </Button>
    </>
  );
}

type LineProps = { label: string; onRemove: () => void; children: ReactNode };

function Line({ label, onRemove, children }: LineProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
      <div className="grid gap-2 sm:grid-cols-2">{children}</div>
      <Button iconOnly variant="ghost" aria-label={label} onClick={onRemove}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
