"use client";

import { useId } from "react";
import { FilterFrame } from "#components/data-table/filter-frame.tsx";
import { useTextFilters } from "#components/data-table/use-filter.ts";
import type { FoundPerson } from "../../(identity)/person-picker/actions.ts";
import { PersonChoice } from "../../(identity)/person-picker/person-choice.tsx";
import { PERSON_PARAM, UNNAMED_PARAM } from "./filters.ts";

type PersonFilterProps = { person: FoundPerson | null; error: string | undefined };

/** Whose access it is about. */
export function PersonFilter({ person, error }: PersonFilterProps) {
  const [, setValues] = useTextFilters([PERSON_PARAM, UNNAMED_PARAM]);
  const messageId = useId();
  return (
    <FilterFrame messageId={messageId} message={error} className="min-w-0 grow md:w-80 md:grow-0">
      <PersonChoice
        label="Concerns"
        person={person}
        onChange={(id) => setValues({ [PERSON_PARAM]: id, [UNNAMED_PARAM]: null })}
      />
    </FilterFrame>
  );
}
