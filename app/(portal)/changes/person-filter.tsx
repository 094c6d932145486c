"use client";

import { X } from "lucide-react";
import { useId } from "react";
import { FilterFrame } from "#components/data-table/filter-frame.tsx";
import { useTextFilters } from "#components/data-table/use-filter.ts";
import { Button } from "#components/ui/button.tsx";
import type { FoundPerson } from "../explain/actions.ts";
import { PersonPicker } from "../explain/person-picker.tsx";
import { PERSON_PARAM, UNNAMED_PARAM } from "./filters.ts";

type PersonFilterProps = { person: FoundPerson | null; error: string | undefined };

/** Whose access it is about. */
export function PersonFilter({ person, error }: PersonFilterProps) {
  const [, setValues] = useTextFilters([PERSON_PARAM, UNNAMED_PARAM]);
  const labelId = useId();
  const messageId = useId();
  const choose = (id: string | null) => setValues({ [PERSON_PARAM]: id, [UNNAMED_PARAM]: null });
  return (
    <FilterFrame messageId={messageId} message={error} className="min-w-0 grow md:w-80 md:grow-0">
      <div className="flex items-center gap-1">
        <span id={labelId} className="pr-1 text-ink-muted text-sm">
          Concerns
        </span>
        <div className="min-w-0 flex-1">
          <PersonPicker labelledBy={labelId} person={person} onChange={({ id }) => choose(id)} />
        </div>
        {person ? (
          <Button
            iconOnly
            variant="ghost"
            size="sm"
            aria-label={`No longer only what concerns ${person.name}`}
            onClick={() => choose(null)}
          >
            <X aria-hidden />
          </Button>
        ) : null}
      </div>
    </FilterFrame>
  );
}
