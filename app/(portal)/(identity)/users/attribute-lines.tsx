"use client";

import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import type { AttributeLine } from "./person-input.ts";

type AttributeLinesProps = {
  lines: readonly AttributeLine[];
  onChange: (lines: AttributeLine[]) => void;
  error: string | undefined;
  /** For errors that come with every letter: nobody is told of half a line while typing it. */
  quietWhileTyping?: boolean;
};

/** What is known of a person, as names and values. */
export function AttributeLines(props: AttributeLinesProps) {
  const { lines, onChange, quietWhileTyping = false } = props;
  const [isTyping, setTyping] = useState(false);
  const error = quietWhileTyping && isTyping ? undefined : props.error;
  const box = useRef<HTMLFieldSetElement>(null);
  const add = useRef<HTMLButtonElement>(null);

  function change(key: number, part: Partial<AttributeLine>) {
    onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  }

  function remove(key: number) {
    onChange(lines.filter((line) => line.key !== key));
    // The button that was pressed is gone.
    add.current?.focus();
  }

  function addLine() {
    const key = Math.max(-1, ...lines.map((line) => line.key)) + 1;
    onChange([...lines, { key, name: "", value: "" }]);
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLInputElement>(`[data-line="${key}"] input`)?.focus(),
    );
  }

  return (
    <fieldset
      ref={box}
      aria-describedby={error ? "attributes-error" : "attributes-hint"}
      onFocus={() => setTyping(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setTyping(false);
      }}
    >
      <legend className="mb-1.5 font-medium text-sm">Attributes</legend>
      <div className="flex flex-col gap-2">
        {lines.map((line, index) => (
          <div key={line.key} data-line={line.key} className="flex items-center gap-2">
            <Input
              aria-label={`Name of attribute ${index + 1}`}
              placeholder="department"
              value={line.name}
              maxLength={40}
              autoComplete="off"
              spellCheck={false}
              className="w-2/5 text-sm"
              onChange={(event) => change(line.key, { name: event.target.value })}
            />
            <Input
              aria-label={`Value of ${line.name || `attribute ${index + 1}`}`}
              placeholder="Finance"
              value={line.value}
              maxLength={200}
              autoComplete="off"
              className="flex-1 text-sm"
              onChange={(event) => change(line.key, { value: event.target.value })}
            />
            <Button
              iconOnly
              variant="ghost"
              aria-label={`Remove ${line.name || `attribute ${index + 1}`}`}
              onClick={() => remove(line.key)}
            >
              <X aria-hidden />
            </Button>
          </div>
        ))}
        <Button ref={add} size="sm" className="w-fit" onClick={addLine}>
          <Plus aria-hidden />
          Add attribute
        </Button>
      </div>
      <p id="attributes-hint" className="mt-1.5 text-ink-muted text-sm">
        Groups can choose people by them, e.g. everybody whose department is Finance.
      </p>
      {error ? (
        <p id="attributes-error" role="alert" className="mt-1 text-danger text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
