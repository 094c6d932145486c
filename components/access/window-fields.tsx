"use client";

import { fromLocalField, toLocalField } from "#components/data-table/time-range.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

/** From when until when something is given; ISO 8601, null is at once, and for good. */
export type Window = { startsAt: string | null; endsAt: string | null };

/** What the two fields say, in the reader's time zone. */
export type WindowDraft = { from: string; until: string };

export const blankWindow: WindowDraft = { from: "", until: "" };

export function windowDraftOf(
  { startsAt, endsAt }: Window,
  timeZone: string | undefined,
): WindowDraft {
  return { from: toLocalField(startsAt, timeZone), until: toLocalField(endsAt, timeZone) };
}

/** @param known the window that the draft was made of: fields have no seconds, and would drop them. */
export function windowOfDraft(
  { from, until }: WindowDraft,
  timeZone: string | undefined,
  known: Window = { startsAt: null, endsAt: null },
): Window {
  const was = windowDraftOf(known, timeZone);
  return {
    startsAt: from === was.from ? known.startsAt : fromLocalField(from, timeZone),
    endsAt: until === was.until ? known.endsAt : fromLocalField(until, timeZone),
  };
}

type WindowFieldsProps = {
  draft: WindowDraft;
  problem: string | undefined;
  onChange: (part: Partial<WindowDraft>) => void;
};

export function WindowFields({ draft, problem, onChange }: WindowFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="From (optional)" hint="Empty: at once.">
        <Input
          type="datetime-local"
          value={draft.from}
          onChange={({ target }) => onChange({ from: target.value })}
        />
      </Field>
      <Field label="Until (optional)" hint="Empty: for good." error={problem}>
        <Input
          type="datetime-local"
          value={draft.until}
          onChange={({ target }) => onChange({ until: target.value })}
        />
      </Field>
    </div>
  );
}
