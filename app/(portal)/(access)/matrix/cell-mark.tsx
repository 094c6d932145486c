import { cn } from "#components/ui/cn.ts";
import { type CellCode, cellOf } from "#lib/access/matrix/schema";

const check = "M3.5 8.5 6.5 11.5 12.5 4.5";
const ring = "M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0Z";
const person =
  "M10.3 5.2a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0ZM3.5 13.2c.5-2.7 2.3-4 4.5-4s4 1.3 4.5 4";
const page = "M4.2 2.7h4.6l3 3v7.6H4.2ZM8.8 2.7v3h3";
const power = "M5.2 4.6a4.8 4.8 0 1 0 5.6 0M8 2.5v5";

/** A shape of its own for each state; colour comes on top of it. */
const shapes: Record<CellCode, { path: string; tone: string }> = {
  ".": { path: "M8 8h.01", tone: "text-ink-faint" },
  A: { path: check, tone: "text-success" },
  a: { path: check, tone: "text-success" },
  E: { path: "M2 7.5 4.7 10.2 10 4M10 12h4", tone: "text-warning" },
  O: { path: person, tone: "text-info" },
  o: { path: person, tone: "text-info" },
  P: { path: page, tone: "text-info" },
  S: { path: page, tone: "text-info" },
  C: { path: "M3 5.5h9.5L10 3M13 10.5H3.5L6 13", tone: "text-warning" },
  D: { path: `${ring}M4.2 4.2l7.6 7.6`, tone: "text-danger" },
  d: { path: `${ring}M4.2 4.2l7.6 7.6`, tone: "text-danger" },
  x: { path: power, tone: "text-ink-muted" },
};

const boxes: Record<string, string> = {
  "text-success": "border-success-line bg-success-soft",
  "text-info": "border-info-line bg-info-soft",
  "text-danger": "border-danger-line bg-danger-soft",
};

type CellMarkProps = {
  code: string | undefined;
  /** What a role says itself stands in a box, what it inherits does not. */
  boxed: boolean;
};

export function CellMark({ code, boxed }: CellMarkProps) {
  const known = code !== undefined && Object.hasOwn(shapes, code) ? (code as CellCode) : ".";
  const { path, tone } = shapes[known];
  const isSaid = boxed && cellOf(known).from === "itself";
  return (
    <span
      aria-hidden
      className={cn(
        "flex size-6 items-center justify-center rounded border border-transparent",
        tone,
        isSaid && boxes[tone],
      )}
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="size-4"
        fill="none"
        stroke="currentColor"
        strokeWidth={known === "." ? 2 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={path} />
      </svg>
    </span>
  );
}
