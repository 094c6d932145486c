"use client";

import { Search, X } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Input } from "#components/ui/input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Named } from "#lib/reviews/schema";
import { useReviewers } from "./use-reviewers.ts";

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
  const { people, isPending } = useReviewers(text.trim(), enabled);

  function toggle(person: Named) {
    const others = chosen.filter((each) => each.id !== person.id);
    if (others.length < chosen.length) onChange(others);
    else onChange(single ? [person] : [...chosen, person]);
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" aria-describedby={`${id}-hint ${id}-error`}>
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      {single ? null : <Chosen people={chosen} onRemove={toggle} />}
      <div className="relative">
        <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-ink-faint" />
        <Input
          value={text}
          maxLength={200}
          aria-label="Search reviewers"
          placeholder="Name or e-mail address"
          autoComplete="off"
          spellCheck={false}
          className="pl-8 text-sm"
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div className={cn("h-44 overflow-y-auto rounded-lg border", error && "border-danger")}>
        <Found {...{ people, isPending, chosen, single }} onToggle={toggle} />
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

type ChosenProps = { people: readonly Named[]; onRemove: (person: Named) => void };

/** They stay in sight while somebody searches for the next. */
function Chosen({ people, onRemove }: ChosenProps) {
  if (people.length === 0) return null;
  return (
    <ul aria-label="Chosen reviewers" className="flex flex-wrap gap-1.5">
      {people.map((person) => (
        <li
          key={person.id}
          className="flex min-w-0 items-center gap-0.5 rounded-md border bg-surface pl-2 text-sm"
        >
          <span className="wrap-anywhere min-w-0">{person.name}</span>
          <Button
            iconOnly
            size="sm"
            variant="ghost"
            aria-label={`Remove reviewer ${person.name}`}
            onClick={() => onRemove(person)}
          >
            <X aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}

type FoundProps = {
  people: readonly Named[] | null | undefined;
  isPending: boolean;
  chosen: readonly Named[];
  single: boolean;
  onToggle: (person: Named) => void;
};

function Found({ people, isPending, chosen, single, onToggle }: FoundProps) {
  const name = useId();
  if (people === null) return <Nothing>The search failed. Change the text to try again.</Nothing>;
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
