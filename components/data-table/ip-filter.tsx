"use client";

import { Network } from "lucide-react";
import { useId, useState } from "react";
import { FilterFrame } from "./filter-frame.tsx";
import { FilterInput } from "./filter-input.tsx";
import { addressProblem } from "./ip-address.ts";
import { useDraft } from "./use-draft.ts";
import { useTextFilters } from "./use-filter.ts";

type IpFilterProps = {
  param: string;
  label?: string;
  /** What the server says about the address in the URL. */
  error?: string | undefined;
};

/** An address or a CIDR block. What cannot be one stays in the field, with a hint after Enter. */
export function IpFilter({ param, label = "IP or CIDR", error }: IpFilterProps) {
  const [values, setValues] = useTextFilters([param]);
  const committed = values[param] ?? "";
  const [hint, setHint] = useState<string | null>(null);
  const draft = useDraft(committed, (text, history) =>
    setValues({ [param]: text === "" ? null : text.trim() }, history),
  );
  const messageId = useId();
  const isEdited = draft.value !== committed;
  const message = hint ?? (isEdited ? null : error);

  function onChange(text: string) {
    const problem = text.trim() === "" ? null : addressProblem(text);
    // While typing every address is unfinished: the hint waits, but goes as soon as it can.
    if (!problem) setHint(null);
    draft.onChange(text, !problem);
  }
  function onDone(text: string) {
    const problem = text.trim() === "" ? null : addressProblem(text);
    setHint(problem);
    if (!problem) draft.flush(text);
  }

  return (
    <FilterFrame messageId={messageId} message={message} className="grow md:w-40 md:grow-0">
      <FilterInput
        label={label}
        placeholder={label}
        clearLabel="Clear address"
        icon={<Network />}
        value={draft.value}
        maxLength={64}
        aria-invalid={message ? true : undefined}
        aria-describedby={messageId}
        onFocus={draft.onFocus}
        onBlur={() => onDone(draft.value)}
        onChange={onChange}
        onEnter={() => onDone(draft.value)}
        onClear={() => onDone("")}
      />
    </FilterFrame>
  );
}
