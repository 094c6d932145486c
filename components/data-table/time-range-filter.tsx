"use client";

import { CalendarClock, Check, ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { InstantField } from "#components/ui/instant-field.tsx";
import { LocalText } from "#components/ui/local-text.tsx";
import { useLocale } from "#components/ui/locale-context.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { popupItemClass } from "#components/ui/popup-style.ts";
import { FilterFrame } from "./filter-frame.tsx";
import {
  describeTimeRange,
  parseTimeRange,
  type TimeRange,
  timeRangePresets,
} from "./time-range.ts";
import { useTextFilters } from "./use-filter.ts";

type TimeRangeFilterProps = {
  /** What the server says about the range in the URL. */
  error?: string | undefined;
};

type Chosen = { range?: string; from?: string | null; to?: string | null };

/** Owns the URL parameters `range` (a preset) and `from` and `to` (instants). */
export function TimeRangeFilter({ error }: TimeRangeFilterProps) {
  const [values, setValues] = useTextFilters(["range", "from", "to"]);
  const [isOpen, setOpen] = useState(false);
  const { timeZone, locale } = useLocale();
  const messageId = useId();
  const parsed = parseTimeRange(values);
  const range: TimeRange = parsed.ok ? parsed.range : { kind: "all" };
  const message = parsed.ok ? error : parsed.message;
  const words = parsed.ok ? describeTimeRange(range, timeZone, locale) : "Time range";

  function choose({ range: preset, from, to }: Chosen) {
    setValues({ range: preset ?? null, from: from ?? null, to: to ?? null });
    setOpen(false);
  }

  return (
    <FilterFrame messageId={messageId} message={message}>
      <Popover open={isOpen} onOpenChange={setOpen}>
        <PopoverTrigger
          render={
            <Button
              aria-describedby={messageId}
              className={cn(
                range.kind !== "all" && "border-line-strong bg-selected",
                message && "border-danger",
              )}
            >
              <CalendarClock aria-hidden className="text-ink-faint" />
              <span className="sr-only">Time range: </span>
              {range.kind === "custom" ? <LocalText>{words}</LocalText> : words}
              <ChevronDown aria-hidden className="text-ink-faint" />
            </Button>
          }
        />
        <PopoverContent label="Time range" className="w-72 p-0">
          <Presets range={range} onChoose={choose} />
          <CustomRange range={range} onChoose={choose} />
        </PopoverContent>
      </Popover>
    </FilterFrame>
  );
}

type ChoiceProps = { range: TimeRange; onChoose: (chosen: Chosen) => void };

function Presets({ range, onChoose }: ChoiceProps) {
  const current = range.kind === "preset" ? range.preset.id : range.kind;
  const choices = [{ id: "all", label: "All time" }, ...timeRangePresets];
  return (
    <div className="p-1">
      {choices.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === current}
          className={cn(
            popupItemClass,
            "w-full text-left hover:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2",
          )}
          onClick={() => onChoose(id === "all" ? {} : { range: id })}
        >
          <span className="flex-1">{label}</span>
          {id === current ? <Check aria-hidden /> : null}
        </button>
      ))}
    </div>
  );
}

/** Mounted with each opening of the popover, so that its fields begin with what the URL says. */
function CustomRange({ range, onChoose }: ChoiceProps) {
  const custom = range.kind === "custom" ? range : { from: null, to: null };
  const { timeZone } = useLocale();
  const [from, setFrom] = useState(custom.from);
  const [to, setTo] = useState(custom.to);
  const [message, setMessage] = useState<string>();

  function apply() {
    const result = parseTimeRange({ from, to });
    if (!result.ok) return setMessage(result.message);
    if (!from && !to) return setMessage("Enter a beginning, an end, or both.");
    onChoose({ from, to });
  }

  return (
    <form
      className="flex flex-col gap-3 border-t p-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <InstantField label="From" value={from} onChange={setFrom} />
      <InstantField label="To" error={message} value={to} onChange={setTo} />
      <div className="flex items-center justify-between gap-2">
        <span className="min-w-0 truncate text-ink-muted text-xs">
          In your time zone, {timeZone}
        </span>
        <Button type="submit" variant="primary" size="sm">
          Apply
        </Button>
      </div>
    </form>
  );
}
