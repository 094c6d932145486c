"use client";

import { type ReactNode, useId, useState } from "react";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";
import { type LocalTime, offsetWords, readLocalField, toLocalField } from "./local-time.ts";
import { useLocale } from "./locale-context.tsx";
import { Segmented } from "./segmented.tsx";

type InstantFieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  /** ISO 8601; null for none. */
  value: string | null;
  onChange: (instant: string | null) => void;
};

/**
 * An instant, entered as the reader's clocks show it. A value that nobody touches stays as it is, to
 * the millisecond; a time that comes twice in the night when the clocks go back can be told apart.
 */
export function InstantField({ value, onChange, className, ...field }: InstantFieldProps) {
  const { timeZone, isServed } = useLocale();
  const [given, setGiven] = useState(value);
  const [known, setKnown] = useState({ value, timeZone });
  const [text, setText] = useState(() => toLocalField(value, timeZone));
  if (value !== known.value || timeZone !== known.timeZone) {
    // Set from outside: another thing is edited, the form begins anew, or the zone becomes known.
    setKnown({ value, timeZone });
    setGiven(value);
    setText(toLocalField(value, timeZone));
  }
  const read = readLocalField(text, timeZone);

  function send(instant: string | null) {
    setKnown({ value: instant, timeZone });
    onChange(instant);
  }

  function change(next: string) {
    setText(next);
    const isGiven = next === toLocalField(given, timeZone);
    send(isGiven ? given : (readLocalField(next, timeZone)?.instants[0] ?? null));
  }

  return (
    <div className={className}>
      <Field {...field} hint={read?.isSkipped ? skipped(read, timeZone) : field.hint}>
        <Input
          type="datetime-local"
          value={text}
          data-served={isServed || undefined}
          onChange={({ target }) => change(target.value)}
        />
      </Field>
      {read && read.instants.length > 1 ? (
        <WhichOne instants={read.instants} value={value} timeZone={timeZone} onChange={send} />
      ) : null}
    </div>
  );
}

function skipped({ instants }: LocalTime, timeZone: string): string {
  const meant = toLocalField(instants[0] ?? null, timeZone).slice(11);
  return `The clocks go forward over this time: ${meant} is meant.`;
}

type WhichOneProps = {
  instants: readonly string[];
  value: string | null;
  timeZone: string;
  onChange: (instant: string) => void;
};

function WhichOne({ instants, value, timeZone, onChange }: WhichOneProps) {
  const labelId = useId();
  // A value may have seconds, which the field does not show.
  const chosen = instants.findLast((each) => value !== null && each <= value) ?? instants[0] ?? "";
  return (
    <div className="mt-2 flex flex-col gap-1.5">
      <span id={labelId} className="text-ink-muted text-sm">
        The clocks go back that night. Which of the two?
      </span>
      <Segmented
        labelledBy={labelId}
        options={instants.map((instant, index) => ({
          value: instant,
          label: `${index === 0 ? "First" : "Second"} (${offsetWords(instant, timeZone)})`,
        }))}
        value={chosen}
        onValueChange={onChange}
      />
    </div>
  );
}
