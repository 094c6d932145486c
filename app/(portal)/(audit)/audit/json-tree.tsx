"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { LongText } from "#components/ui/long-text.tsx";
import { visibleText } from "#components/ui/visible-text.ts";
import { collapsedText, isEmptyJson, membersOf, scalarText } from "./json-text.ts";

type JsonTreeProps = { value: unknown; openDepth: number };

/** The top of a JSON value; its own braces would say nothing. */
export function JsonTree({ value, openDepth }: JsonTreeProps) {
  const members = membersOf(value);
  if (!members) return <Scalar value={value} />;
  return <Members members={members} level={1} openDepth={openDepth} />;
}

/** Below this level the indentation shrinks, or narrow panels would have no room for text. */
const DEEP = 8;
const MEMBERS_AT_ONCE = 100;

type MembersProps = { members: [string, unknown][]; level: number; openDepth: number };

function Members({ members, level, openDepth }: MembersProps) {
  const [limit, setLimit] = useState(MEMBERS_AT_ONCE);
  const left = members.length - limit;
  return (
    <ul>
      {members.slice(0, limit).map(([name, value]) => (
        <li key={name}>
          <Member {...{ name, value, level, openDepth }} />
        </li>
      ))}
      {left > 0 ? (
        <li>
          <Button
            variant="ghost"
            size="sm"
            className="font-sans"
            onClick={() => setLimit(limit + 10 * MEMBERS_AT_ONCE)}
          >
            Show {Math.min(left, 10 * MEMBERS_AT_ONCE)} more
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

type MemberProps = { name: string; value: unknown; level: number; openDepth: number };

function Member({ name, value, level, openDepth }: MemberProps) {
  const members = membersOf(value);
  if (members && !isEmptyJson(value)) {
    return (
      <Branch {...{ name, members, level, openDepth }} hint={collapsedText(value as object)} />
    );
  }
  return (
    <div className="flex items-start gap-1.5 pl-4">
      <Name name={name} />
      <Scalar value={value} />
    </div>
  );
}

type BranchProps = Omit<MembersProps, "members"> & {
  name: string;
  members: [string, unknown][];
  hint: string;
};

/** The browser's own disclosure; what is folded is not rendered, however much it is. */
function Branch({ name, members, level, openDepth, hint }: BranchProps) {
  const [isOpen, setOpen] = useState(level < openDepth);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded marker:text-ink-faint hover:bg-hover">
        <Name name={name} />{" "}
        <span className={cn("text-ink-faint", isOpen && "invisible")}>{hint}</span>
      </summary>
      {isOpen ? (
        <div className={cn("ml-1.5 border-l", level < DEEP ? "pl-2" : "pl-0.5")}>
          <Members members={members} level={level + 1} openDepth={openDepth} />
        </div>
      ) : null}
    </details>
  );
}

function Name({ name }: { name: string }) {
  return (
    <span className="max-w-[60%] shrink-0 text-ink-muted [overflow-wrap:anywhere]">
      {visibleText(name)}:
    </span>
  );
}

function Scalar({ value }: { value: unknown }) {
  const text = scalarText(value);
  if (typeof value === "string") return <LongText text={text} className="min-w-0" />;
  return <span className="text-ink-muted italic [overflow-wrap:anywhere]">{text}</span>;
}
