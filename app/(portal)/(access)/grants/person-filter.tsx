"use client";

import { useTextFilters } from "#components/data-table/use-filter.ts";
import type { FoundPerson } from "../../(identity)/person-picker/actions.ts";
import { PersonChoice } from "../../(identity)/person-picker/person-choice.tsx";
import { PERSON_PARAM } from "./filters.ts";

/** Whose own grants are shown. */
export function PersonFilter({ person }: { person: FoundPerson | null }) {
  const [, setValues] = useTextFilters([PERSON_PARAM]);
  return (
    <div className="min-w-0 grow md:w-72 md:grow-0">
      <PersonChoice
        label="Given to"
        person={person}
        onChange={(id) => setValues({ [PERSON_PARAM]: id })}
      />
    </div>
  );
}
