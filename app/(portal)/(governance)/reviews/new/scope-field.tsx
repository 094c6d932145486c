"use client";

import { useId, useMemo } from "react";
import { Chips } from "#components/ui/chips.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { ScopeChoices, ScopeKind } from "#lib/governance/reviews/schema";

type ScopeFieldProps = {
  choices: ScopeChoices;
  kind: ScopeKind;
  chosen: readonly string[];
  error: string | undefined;
  onKindChange: (kind: ScopeKind) => void;
  onChange: (ids: string[]) => void;
};

const kinds = [
  { value: "roles", label: "Roles" },
  { value: "groups", label: "Groups" },
  { value: "apps", label: "Apps" },
] as const;

const words: Record<ScopeKind, { hint: string; choose: string; find: string; nothing: string }> = {
  roles: {
    hint: "Every person and group that has one of them, or a role that inherits from it.",
    choose: "Choose a role",
    find: "Find a role…",
    nothing: "No role matches.",
  },
  groups: {
    hint: "Who was put into them by hand, and the roles and grants that they have.",
    choose: "Choose a group",
    find: "Find a group…",
    nothing: "No group matches.",
  },
  apps: {
    hint: "What was given on such things and on what lies below them, and the roles that allow something there.",
    choose: "Choose an app",
    find: "Find an app…",
    nothing: "No app matches.",
  },
};

/** What a review is about. */
export function ScopeField(props: ScopeFieldProps) {
  const { choices, kind, chosen, error, onKindChange, onChange } = props;
  const id = useId();
  const groups = useMemo(() => {
    const left = choices[kind].filter((choice) => !chosen.includes(choice.id));
    const items = left.map(({ id: value, name, detail }) => ({
      value,
      label: name,
      ...(kind === "roles" ? { keywords: detail } : { hint: detail }),
    }));
    return [{ heading: "", items }];
  }, [choices, kind, chosen]);
  const { hint, choose, find, nothing } = words[kind];
  return (
    <div className="flex flex-col gap-2">
      <span id={id} className="font-medium text-sm">
        What it is about
      </span>
      <Segmented labelledBy={id} options={kinds} value={kind} onValueChange={onKindChange} />
      <Chips
        labelledBy={id}
        chips={chipsOf(choices[kind], chosen)}
        onRemove={(gone) => onChange(chosen.filter((each) => each !== gone))}
      />
      <SearchSelect
        labelledBy={id}
        describedBy={`${id}-hint ${id}-error`}
        invalid={error !== undefined}
        groups={groups}
        value=""
        shown={choose}
        onValueChange={(value) => onChange([...chosen, value])}
        placeholder={find}
        nothing={nothing}
        className="w-full sm:w-72"
      />
      <p id={`${id}-hint`} className="text-pretty text-ink-muted text-sm">
        {hint}
      </p>
      <p id={`${id}-error`} role="alert" className="text-danger text-sm empty:hidden">
        {error}
      </p>
    </div>
  );
}

function chipsOf(choices: ScopeChoices[ScopeKind], chosen: readonly string[]) {
  return chosen.map((id) => ({ id, name: choices.find((each) => each.id === id)?.name ?? id }));
}
