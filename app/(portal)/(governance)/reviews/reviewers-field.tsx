"use client";

import { type ReactNode, useId, useState } from "react";
import { Chips } from "#components/ui/chips.tsx";
import { cn } from "#components/ui/cn.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Named } from "#lib/governance/reviews/schema";
import { PeopleSearchInput } from "../../(identity)/person-picker/people-search-input.tsx";
import {
  type PeopleSearch,
  usePeopleSearch,
} from "../../(identity)/person-picker/use-people-search.ts";
import { findReviewersAction } from "./actions.ts";

type ReviewersFieldProps = {
  label: string;
  hint: string;
  chosen: readonly Named[];
  /** One at most: choosing another replaces them. */
  single?: boolean;
  enabled?: boolean;
  error: string | undefined;
  onChange: (people: Named[]) => void;
};

/** Chooses among the people who may review access. */
export function ReviewersField(props: ReviewersFieldProps) {
  const { label, hint, chosen, single = false, enabled = true, error, onChange } = props;
  const id = useId();
  const [text, setText] = useState("");
  const search = usePeopleSearch(findReviewersAction, text.trim(), enabled);

  function toggle(person: Named) {
    const others = chosen.filter((each) => each.id !== person.id);
    if (others.length < chosen.length) onChange(others);
    else onChange(single ? [person] : [...chosen, person]);
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" aria-describedby={`${id}-hint ${id}-error`}>
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      {single ? null : (
        <Chips
          label="Chosen reviewers"
          chips={chosen}
          removeLabel="Remove reviewer"
          onRemove={(personId) => onChange(chosen.filter((each) => each.id !== personId))}
        />
      )}
      <PeopleSearchInput label="Search reviewers" value={text} onChange={setText} />
      <div className={cn("h-44 overflow-y-auto rounded-lg border", error && "border-danger")}>
        <Found {...{ search, chosen, single }} onToggle={toggle} />
      </div>
      <p id={`${id}-hint`} className="text-ink-muted text-sm">
        {hint}
      </p>
      <p id={`${id}-error`} role="alert" className="text-danger text-sm empty:hidden">
        {error}
      </p>
    </fieldset>
  );
}

type FoundProps = {
  search: PeopleSearch<Named>;
  chosen: readonly Named[];
  single: boolean;
  onToggle: (person: Named) => void;
};

function Found({ search, chosen, single, onToggle }: FoundProps) {
  const name = useId();
  const { rows: people, isPending, hasFailed } = search;
  if (hasFailed) return <Nothing>The search failed. Change the text to try again.</Nothing>;
  if (!people) {
    return (
      <div role="status" className="flex flex-col gap-4 p-3">
        <span className="sr-only">Looking for people…</span>
        <Skeleton className="w-1/2" />
        <Skeleton className="w-2/3" />
      </div>
    );
  }
  if (people.length === 0) return <Nothing>Nobody of that name may review access.</Nothing>;
  return (
    <ul
      aria-label="People who may review"
      aria-busy={isPending}
      className={cn("divide-y transition-opacity", isPending && "opacity-50 delay-150")}
    >
      {people.map((person) => (
        <li key={person.id}>
          <label className="flex min-h-9 cursor-pointer items-center gap-3 px-3 py-1.5 text-sm hover:bg-hover">
            <input
              type={single ? "radio" : "checkbox"}
              name={name}
              checked={chosen.some(({ id }) => id === person.id)}
              onChange={() => onToggle(person)}
              className="size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0 truncate">{person.name}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className="px-3 py-4 text-ink-muted text-sm">{children}</p>;
}
