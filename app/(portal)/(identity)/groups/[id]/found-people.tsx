"use client";

import { cn } from "#components/ui/cn.ts";
import { peopleOf } from "#components/ui/format-number.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { PeopleSearch } from "../../person-picker/use-people-search.ts";
import type { FoundPerson } from "../found-person.ts";

type FoundPeopleProps = {
  search: PeopleSearch<FoundPerson>;
  text: string;
  chosen: readonly FoundPerson[];
  onToggle: (person: FoundPerson) => void;
};

/** The people that a search has found, to choose from. */
export function FoundPeople(props: FoundPeopleProps) {
  const { search } = props;
  return (
    <>
      <p role="status" className="sr-only">
        {search.isPending ? "" : `${peopleOf(search.rows?.length ?? 0)} found`}
      </p>
      <div className="h-56 overflow-y-auto rounded-lg border">
        <Found {...props} />
      </div>
    </>
  );
}

function Found({ search, text, chosen, onToggle }: FoundPeopleProps) {
  const { rows, isPending, hasFailed } = search;
  if (hasFailed) return <Nothing>The search failed. Change the text to try again.</Nothing>;
  if (!rows) return <FoundSkeleton />;
  if (rows.length === 0) {
    return <Nothing>{text ? "Nobody matches." : "There is nobody to add yet."}</Nothing>;
  }
  return (
    <ul
      aria-label="People found"
      aria-busy={isPending}
      className={cn("divide-y transition-opacity", isPending && "opacity-50 delay-150")}
    >
      {rows.map((person) => (
        <Person
          key={person.id}
          person={person}
          isChosen={chosen.some(({ id }) => id === person.id)}
          onToggle={() => onToggle(person)}
        />
      ))}
    </ul>
  );
}

type PersonProps = { person: FoundPerson; isChosen: boolean; onToggle: () => void };

function Person({ person, isChosen, onToggle }: PersonProps) {
  return (
    <li>
      <label
        className={cn(
          "flex min-h-12 items-center gap-3 px-3 py-1.5 text-sm",
          person.isMember ? "text-ink-muted" : "cursor-pointer hover:bg-hover",
        )}
      >
        <input
          type="checkbox"
          checked={isChosen || person.isMember}
          disabled={person.isMember}
          onChange={onToggle}
          className="size-4 shrink-0 accent-accent"
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{person.name}</span>
          <span className="block truncate text-ink-muted">{person.email}</span>
        </span>
        {person.isMember ? <span className="shrink-0">In it already</span> : null}
      </label>
    </li>
  );
}

function Nothing({ children }: { children: string }) {
  return <p className="px-6 py-12 text-center text-ink-muted text-sm">{children}</p>;
}

function FoundSkeleton() {
  return (
    <div aria-hidden className="divide-y">
      {["w-32", "w-44", "w-36", "w-40"].map((width) => (
        <div key={width} className="flex h-14 flex-col justify-center gap-2 px-3">
          <Skeleton className={cn("h-3.5", width)} />
          <Skeleton className="h-3 w-56 max-w-full" />
        </div>
      ))}
    </div>
  );
}
