"use client";

import { Check, UserPlus } from "lucide-react";
import { useRef, useState } from "react";
import { WhyField } from "#components/access/why-field.tsx";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { peopleOf } from "#components/ui/format-number.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { PersonRow, RoleRow } from "#lib/access/roles/schema";
import { PeopleSearchInput } from "../../../../(identity)/person-picker/people-search-input.tsx";
import {
  type PeopleSearch,
  usePeopleSearch,
} from "../../../../(identity)/person-picker/use-people-search.ts";
import { assignRoleAction, findPeopleAction } from "../../actions.ts";

/** Gives the role to one person after another, and remembers to whom. */
function useAdding(role: RoleRow, onAdded: () => void) {
  const [addingId, setAddingId] = useState<string | null>(null);
  const [added, setAdded] = useState<readonly PersonRow[]>([]);
  const [reason, setReason] = useState("");

  async function add(person: PersonRow) {
    setAddingId(person.id);
    const input = { roleId: role.id, userId: person.id, reason };
    const result = await perform(() => assignRoleAction(input), {
      failed: `${person.name} was not added`,
    });
    setAddingId(null);
    if (!result?.ok) return;
    setAdded((now) => [...now, person]);
    onAdded();
  }

  function reset() {
    setAdded([]);
    setReason("");
  }

  return { addingId, added, add, reason, setReason, reset };
}

/** A dialog that stays open, so that one person after another can be added. */
export function AddPeople({ role }: { role: RoleRow }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const search = usePeopleSearch(
    (part) => findPeopleAction({ roleId: role.id, text: part }),
    text.trim(),
    open,
  );
  const adding = useAdding(role, () => {
    // Ready for the next name: typing replaces this one.
    field.current?.focus();
    field.current?.select();
  });

  function onOpenChange(next: boolean) {
    setOpen(next);
    if (!next) return;
    setText("");
    adding.reset();
  }

  return (
    <>
      <Button variant="primary" onClick={() => onOpenChange(true)}>
        <UserPlus aria-hidden />
        Add people
      </Button>
      <Dialog
        open={open}
        onOpenChange={onOpenChange}
        title={`Add people to ${role.name}`}
        description="They get what the role allows within a second."
        initialFocus={field}
        footer={<Button onClick={() => onOpenChange(false)}>Done</Button>}
      >
        <PeopleSearchInput
          ref={field}
          label="Search people who do not have the role"
          value={text}
          onChange={setText}
        />
        <Said search={search} last={adding.added.at(-1)} />
        <div className="mt-3 h-72 overflow-y-auto rounded-lg border">
          <Found search={search} text={text} adding={adding} />
        </div>
        <div className="mt-4">
          <WhyField
            value={adding.reason}
            onChange={adding.setReason}
            hint="Why you add them. It is kept with each change."
          />
        </div>
      </Dialog>
    </>
  );
}

type Search = PeopleSearch<PersonRow>;

/** For those who do not see the list change. */
function Said({ search, last }: { search: Search; last: PersonRow | undefined }) {
  return (
    <>
      <p role="status" className="sr-only">
        {search.isPending ? "" : `${peopleOf(search.rows?.length ?? 0)} found`}
      </p>
      <p role="status" className="sr-only">
        {last ? `${last.name} added` : ""}
      </p>
    </>
  );
}

type FoundProps = { search: Search; text: string; adding: ReturnType<typeof useAdding> };

function Found({ search, text, adding }: FoundProps) {
  const { rows, isPending, hasFailed } = search;
  if (hasFailed) return <Nothing>The search failed. Change the text to try again.</Nothing>;
  if (!rows) return <FoundSkeleton />;
  if (rows.length === 0) {
    return (
      <Nothing>
        {text.trim()
          ? "Nobody without the role matches. Whoever has it already is not listed here."
          : "Everybody has this role already."}
      </Nothing>
    );
  }
  return (
    <ul
      aria-label="People without the role"
      aria-busy={isPending}
      className={cn("divide-y transition-opacity", isPending && "opacity-50 delay-150")}
    >
      {rows.map((person) => (
        <FoundPerson key={person.id} person={person} adding={adding} />
      ))}
    </ul>
  );
}

type FoundPersonProps = { person: PersonRow; adding: ReturnType<typeof useAdding> };

function FoundPerson({ person, adding }: FoundPersonProps) {
  const { added, addingId, add } = adding;
  return (
    <li className="flex h-14 items-center gap-3 px-3 text-sm">
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{person.name}</div>
        <div className="truncate text-ink-muted">
          {[person.email, ...person.roles.map(({ name }) => name)].join(" · ")}
        </div>
      </div>
      {added.some(({ id }) => id === person.id) ? (
        <span className="flex items-center gap-1 text-ink-muted">
          <Check aria-hidden className="size-4" />
          Added
        </span>
      ) : (
        <Button
          size="sm"
          aria-label={`Add ${person.name}`}
          pending={addingId === person.id}
          disabled={addingId !== null}
          onClick={() => add(person)}
        >
          Add
        </Button>
      )}
    </li>
  );
}

function Nothing({ children }: { children: string }) {
  return <p className="px-6 py-12 text-center text-ink-muted text-sm">{children}</p>;
}

function FoundSkeleton() {
  return (
    <div aria-hidden className="divide-y">
      {["w-32", "w-44", "w-36", "w-40", "w-28"].map((width) => (
        <div key={width} className="flex h-14 flex-col justify-center gap-2 px-3">
          <Skeleton className={cn("h-3.5", width)} />
          <Skeleton className="h-3 w-56 max-w-full" />
        </div>
      ))}
    </div>
  );
}
