"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Chips } from "#components/ui/chips.tsx";
import { peopleOf } from "#components/ui/format-number.ts";
import type { GroupRow } from "#lib/identity/groups/schema";
import { PeopleSearchInput } from "../../person-picker/people-search-input.tsx";
import { usePeopleSearch } from "../../person-picker/use-people-search.ts";
import { addMembersAction, findPeopleAction, rehearseAddAction } from "../actions.ts";
import type { FoundPerson } from "../found-person.ts";
import { FoundPeople } from "./found-people.tsx";

/** Chooses people, shows what they would gain, and puts them into the group together. */
export function AddMembers({ group }: { group: GroupRow }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<readonly FoundPerson[]>([]);
  const search = usePeopleSearch(
    (part) => findPeopleAction({ groupId: group.id, text: part }),
    text.trim(),
    open,
  );
  const input = { groupId: group.id, userIds: chosen.map(({ id }) => id).sort() };
  const who = chosen.length === 1 ? (chosen[0]?.name ?? "") : peopleOf(chosen.length);

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
        action={(reason) => addMembersAction({ ...input, reason })}
        done={`${who} added to ${group.name}`}
        failed="Nobody was added"
      >
        <PeopleSearchInput label="Search people" value={text} onChange={setText} />
        <Chips
          label="Chosen people"
          chips={chosen.map(({ id, name, email }) => ({ id, name, title: email }))}
          removeLabel="Do not add"
          onRemove={(id) => setChosen(chosen.filter((each) => each.id !== id))}
          className="max-h-24 overflow-y-auto"
        />
        <FoundPeople search={search} text={text.trim()} chosen={chosen} onToggle={toggle} />
      </RehearsedDialog>
    </>
  );
}
