"use client";

import { ChevronDown, History } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState, useTransition } from "react";
import { listHref } from "#components/data-table/list-url.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { InstantField } from "#components/ui/instant-field.tsx";
import { MinuteTime } from "#components/ui/local-text.tsx";
import { useLocale } from "#components/ui/locale-context.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { MOMENT_PARAM, parseMoment } from "./moment.ts";

/** Chooses the moment that the page is about; null is now. It lives in the URL. */
export function AsOfControl({ at }: { at: string | null }) {
  const [isOpen, setOpen] = useState(false);
  const [isPending, startTransition] = useTransition();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();

  function choose(moment: string | null) {
    setOpen(false);
    const href = listHref(pathname, params, { [MOMENT_PARAM]: moment });
    startTransition(() => router.push(href, { scroll: false }));
  }

  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger
        render={
          <Button
            pending={isPending}
            className={cn(at && "border-warning-line bg-warning-soft text-warning")}
          >
            <History aria-hidden />
            <span>As of: {at ? <MinuteTime value={at} /> : "now"}</span>
            <ChevronDown aria-hidden className="text-ink-faint" />
          </Button>
        }
      />
      <PopoverContent label="As of" align="end" className="w-72">
        <MomentForm at={at} onChoose={choose} />
      </PopoverContent>
    </Popover>
  );
}

type MomentFormProps = { at: string | null; onChoose: (moment: string | null) => void };

/** Mounted with each opening, so that the field begins with what the URL says. */
function MomentForm({ at, onChoose }: MomentFormProps) {
  const { timeZone } = useLocale();
  const [moment, setMoment] = useState(at);
  const [message, setMessage] = useState<string>();

  function apply() {
    if (moment === null) return setMessage("Enter a date and a time.");
    const parsed = parseMoment(moment, Date.now());
    if (parsed.message) return setMessage(parsed.message);
    onChoose(moment);
  }

  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <InstantField
        label="Show access as it was on"
        hint={`In your time zone, ${timeZone}`}
        error={message}
        value={moment}
        onChange={setMoment}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" disabled={at === null} onClick={() => onChoose(null)}>
          Now
        </Button>
        <Button type="submit" size="sm" variant="primary">
          Show
        </Button>
      </div>
    </form>
  );
}
