"use client";

import { useState } from "react";
import type { RoleRow } from "#lib/access/roles/schema";
import { type Difference, type Draft, differenceOf, draftOf, isChanged, rebase } from "../draft.ts";

type Editing = {
  saved: Draft;
  /** `updatedAt` of the version that `saved` is. */
  basedOn: string;
  draft: Draft;
  /** Somebody else's version arrived, and the changes were put on top of it. */
  isRebased: boolean;
};

/** On top of the version that the page now has. */
function rebased({ saved, draft }: Editing, role: RoleRow): Editing {
  const theirs = draftOf(role);
  const next = rebase(saved, theirs, draft);
  return {
    saved: theirs,
    basedOn: role.updatedAt,
    draft: next,
    isRebased: isChanged(differenceOf(theirs, next)),
  };
}

type RoleDraft = Editing & {
  difference: Difference;
  isDirty: boolean;
  change: (changes: Partial<Draft>) => void;
  discard: () => void;
  /** The server has taken the draft; its new version is on its way. */
  markSaved: () => void;
};

/** The edited role. Unsaved changes survive the arrival of a newer version. */
export function useRoleDraft(role: RoleRow): RoleDraft {
  const [stored, setStored] = useState<Editing>(() => ({
    saved: draftOf(role),
    basedOn: role.updatedAt,
    draft: draftOf(role),
    isRebased: false,
  }));
  let editing = stored;
  if (editing.basedOn !== role.updatedAt) {
    editing = rebased(editing, role);
    setStored(editing);
  }
  const { draft, saved, basedOn, isRebased } = editing;
  const difference = differenceOf(saved, draft);
  return {
    draft,
    saved,
    basedOn,
    difference,
    isDirty: isChanged(difference),
    isRebased,
    change: (changes) => setStored((now) => ({ ...now, draft: { ...now.draft, ...changes } })),
    discard: () => setStored((now) => ({ ...now, draft: now.saved, isRebased: false })),
    markSaved: () => {
      const content = {
        ...draft,
        name: draft.name.trim(),
        description: draft.description.trim(),
      };
      setStored((now) => ({ ...now, saved: content, draft: content, isRebased: false }));
    },
  };
}
