"use client";

import { useRehearsal } from "#components/access/use-rehearsal.ts";
import type { FoundPerson } from "../../(identity)/person-picker/actions.ts";
import { findNeedAction } from "./actions.ts";
import { needWords } from "./words.ts";

type NeedNoteProps = { ruleId: string; person: FoundPerson | null };

/** Whether the person breaks the rule at all, said before an exception is asked for. */
export function NeedNote({ ruleId, person }: NeedNoteProps) {
  const userId = person?.id ?? "";
  const isChosen = ruleId !== "" && userId !== "";
  const found = useRehearsal(isChosen ? `${ruleId} ${userId}` : null, () =>
    findNeedAction({ ruleId, userId }),
  );
  return (
    <div role="status" className="text-sm empty:hidden">
      {found.state === "failed" ? <p className="text-danger">{found.message}</p> : null}
      {found.state === "done" && person ? <p>{needWords(person.name, found.outcome)}</p> : null}
    </div>
  );
}
