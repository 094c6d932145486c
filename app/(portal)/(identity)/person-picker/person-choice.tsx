"use client";

import { X } from "lucide-react";
import { useId } from "react";
import { Button } from "#components/ui/button.tsx";
import type { FoundPerson } from "./actions.ts";
import { PersonPicker } from "./person-picker.tsx";

type PersonChoiceProps = {
  /** Stands before the name: "Given to". */
  label: string;
  person: FoundPerson | null;
  onChange: (id: string | null) => void;
};

/** The person that a list is narrowed to, and the way back to everybody. */
export function PersonChoice({ label, person, onChange }: PersonChoiceProps) {
  const labelId = useId();
  return (
    <div className="flex items-center gap-1">
      <span id={labelId} className="pr-1 text-ink-muted text-sm">
        {label}
      </span>
      <div className="min-w-0 flex-1">
        <PersonPicker labelledBy={labelId} person={person} onChange={({ id }) => onChange(id)} />
      </div>
      {person ? (
        <Button
          iconOnly
          variant="ghost"
          size="sm"
          aria-label={`Anybody, not only ${person.name}`}
          onClick={() => onChange(null)}
        >
          <X aria-hidden />
        </Button>
      ) : null}
    </div>
  );
}
