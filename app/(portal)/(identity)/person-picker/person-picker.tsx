"use client";

import { Combobox } from "@base-ui/react/combobox";
import { ChevronsUpDown } from "lucide-react";
import { useId, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { popupClass, popupItemClass } from "#components/ui/popup-style.ts";
import { type FoundPerson, findPeopleAction } from "./actions.ts";
import { usePeopleSearch } from "./use-people-search.ts";

type PersonPickerProps = {
  labelledBy: string;
  /** Null while nobody is chosen. */
  person: FoundPerson | null;
  onChange: (person: FoundPerson) => void;
};

/** One person of the tenant, found by the server while somebody types. */
export function PersonPicker({ labelledBy, person, onChange }: PersonPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const { rows = [], isPending } = usePeopleSearch(findPeopleAction, text, isOpen);
  const shownId = useId();
  return (
    <Combobox.Root
      items={rows}
      filter={null}
      value={person}
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        if (open) setText("");
      }}
      inputValue={text}
      onInputValueChange={setText}
      itemToStringLabel={({ name }) => name}
      isItemEqualToValue={(a, b) => a.id === b.id}
      onValueChange={(chosen) => {
        if (chosen) onChange(chosen);
      }}
    >
      <Combobox.Trigger
        aria-labelledby={`${labelledBy} ${shownId}`}
        className="flex h-8 w-full items-center justify-between gap-2 rounded-md border border-line-strong bg-canvas pr-2 pl-2.5 text-left text-sm hover:bg-hover pointer-coarse:h-10"
      >
        <span id={shownId} className="min-w-0 truncate">
          {person ? person.name : "Choose a person"}{" "}
          <span className="text-ink-muted">{person?.email}</span>
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-muted" />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner
          className="z-50 outline-none"
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <Combobox.Popup
            aria-labelledby={labelledBy}
            className={cn(
              popupClass,
              "flex w-96 max-w-[calc(100vw-1rem)] flex-col overflow-hidden",
            )}
          >
            <Combobox.Input
              aria-label="Find a person"
              placeholder="Name or e-mail address"
              maxLength={200}
              className="h-9 w-full border-b bg-transparent px-3 text-sm -outline-offset-2 pointer-coarse:text-lg"
            />
            <Combobox.Empty className="px-3 py-4 text-ink-muted text-sm empty:hidden">
              {isPending ? "Searching…" : "Nobody matches."}
            </Combobox.Empty>
            <Combobox.List
              aria-busy={isPending}
              className="max-h-[min(20rem,calc(var(--available-height)-5rem))] scroll-py-1 overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0"
            >
              {(found: FoundPerson) => (
                <Combobox.Item key={found.id} value={found} className={popupItemClass}>
                  <span className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-3">
                    <span>{found.name}</span>
                    <span className="truncate text-ink-muted">{found.email}</span>
                  </span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
