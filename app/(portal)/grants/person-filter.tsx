"use client";

import { X } from "lucide-react";
import { useId } from "react";
import { useTextFilters } from "#components/data-table/use-filter.ts";
import { Button } from "#components/ui/button.tsx";
import type { FoundPerson } from "../explain/actions.ts";
import { PersonPicker } from "../explain/person-picker.tsx";
import { PERSON_PARAM } from "./filters.ts";

/** Whose own grants are shown. */
export function PersonFilter({ person }: { person: FoundPerson | null }) {
  const [, setValues] = useTextFilters([PERSON_PARAM]);
  const labelId = useId();
  return (
    <div className="flex min-w-0 grow items-center gap-1 md:w-72 md:grow-0">
      <span id={labelId} className="pr-1 text-ink-muted text-sm">
        Given to
      </span>
      <div className="min-w-0 flex-1">
        <PersonPicker
          labelledBy={labelId}
          person={person}
          onChange={({ id }) => setValues({ [PERSON_PARAM]: id })}
        />
      </div>
      {person ? (
        <Button
          iconOnly
          variant="ghost"
          size="sm"
          aria-label={`No longer only what was given to ${person.name}`}
          onClick={() => setValues({ [PERSON_PARAM]: null })}
        >
          <X aria-hidden />
        </Button>
      ) : null}
    </div>
  );
}
