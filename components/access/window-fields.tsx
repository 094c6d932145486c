"use client";

import { InstantField } from "#components/ui/instant-field.tsx";

/** From when until when something is given; ISO 8601, null is at once, and for good. */
export type Window = { startsAt: string | null; endsAt: string | null };

export const always: Window = { startsAt: null, endsAt: null };

type WindowFieldsProps = {
  window: Window;
  problem: string | undefined;
  onChange: (part: Partial<Window>) => void;
};

export function WindowFields({ window, problem, onChange }: WindowFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <InstantField
        label="From (optional)"
        hint="Empty: at once."
        value={window.startsAt}
        onChange={(startsAt) => onChange({ startsAt })}
      />
      <InstantField
        label="Until (optional)"
        hint="Empty: for good."
        error={problem}
        value={window.endsAt}
        onChange={(endsAt) => onChange({ endsAt })}
      />
    </div>
  );
}
