"use client";

import { Search as SearchIcon, UserPlus, X } from "lucide-react";
import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import type { GroupRow } from "#lib/groups/schema";
import { addMembersAction, rehearseAddAction } from "../actions.ts";
import type { FoundPerson } from "../found-person.ts";
import { peopleCount } from "../rule-words.ts";
import { FoundPeople } from "./found-people.tsx";
import { usePeopleSearch } from "./use-people-search.ts";

/** Chooses people, shows what they would gain, and puts them into the group together. */
export function AddMembers({ group }: { group: GroupRow }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<readonly FoundPerson[]>([]);
  const search = usePeopleSearch(group.id, text.trim(), open);
  const input = { groupId: group.id, userIds: chosen.map(({ id }) => id).sort() };
  const who = chosen.length === 1 ? (chosen[0]?.name ?? "") : peopleCount(chosen.length);

  function toggle(person: FoundPerson) {
    const others = chosen.filter(({ id }) => id !== person.id);
    setChosen(others.length < chosen.length ? others : [...chosen, person]);
  }

  return (
    <>
      <Button
        variant="primary"
        onClick={() => {
          setText("");
          setChosen([]);
          setOpen(true);
        }}
      >
        <UserPlus aria-hidden />
        Add people
      </Button>
      <RehearsedDialog
        open={open}
        onOpenChange={setOpen}
        title={`Add people to ${group.name}`}
        description="They get what the group gives within a second."
        confirmLabel={chosen.length > 0 ? `Add ${who}` : "Add"}
        change={chosen.length > 0 ? JSON.stringify(input) : null}
        idle="Shown here as soon as somebody is chosen."
        rehearse={() => rehearseAddAction(input)}
        onConfirm={async (reason) => {
          const result = await perform(() => addMembersAction({ ...input, reason }), {
            done: `${who} added to ${group.name}`,
            failed: "Nobody was added",
          });
          return result?.ok ?? false;
        }}
      >
        <SearchField text={text} onChange={setText} />
        <Chosen people={chosen} onRemove={toggle} />
        <FoundPeople search={search} text={text.trim()} chosen={chosen} onToggle={toggle} />
      </RehearsedDialog>
    </>
  );
}

type SearchFieldProps = { text: string; onChange: (text: string) => void };

function SearchField({ text, onChange }: SearchFieldProps) {
  return (
    <div className="relative pt-1">
      <SearchIcon aria-hidden className="absolute top-3 left-2.5 size-4 text-ink-faint" />
      <Input
        value={text}
        maxLength={200}
        aria-label="Search people"
        placeholder="Name or e-mail address"
        autoComplete="off"
        spellCheck={false}
        className="pl-8 text-sm"
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

type ChosenProps = { people: readonly FoundPerson[]; onRemove: (person: FoundPerson) => void };

/** They stay in sight while somebody searches for the next. */
function Chosen({ people, onRemove }: ChosenProps) {
  if (people.length === 0) return null;
  return (
    <ul aria-label="Chosen people" className="flex max-h-24 flex-wrap gap-1.5 overflow-y-auto">
      {people.map((person) => (
        <li
          key={person.id}
          title={person.email}
          className="flex min-w-0 items-center gap-0.5 rounded-md border bg-surface pl-2 text-sm"
        >
          <span className="truncate">{person.name}</span>
          <Button
            iconOnly
            size="sm"
            variant="ghost"
            aria-label={`Do not add ${person.name}`}
            onClick={() => onRemove(person)}
          >
            <X aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}
