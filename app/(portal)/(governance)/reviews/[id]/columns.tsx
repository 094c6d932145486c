import { Check, Minus } from "lucide-react";
import type { DataColumn } from "#components/data-table/column.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { countOf } from "#components/ui/format-number.ts";
import type { ReviewLine } from "#lib/governance/reviews/schema";
import { lineWords, whatWords, whoWords } from "../words.ts";
import { LastUse, StateBadge } from "./marks.tsx";
import { canReassign, isForMe, type Reviewing } from "./work.ts";

export const LINES_TABLE_ID = "review-lines";
export const LINES_LABEL = "Lines of the review";

const who = { id: "who", header: "Who", priority: 1, isPrimary: true } as const;
const select = { id: "select", header: "Chosen", width: "w-17", priority: 1 } as const;

/** Those that whoever looks can choose from, without what is done with lines. */
export const lineColumns: readonly DataColumn<ReviewLine>[] = [
  {
    ...who,
    cell: (line) => (
      <>
        <span className="font-medium" title={whoWords(line)}>
          {whoWords(line)}
        </span>{" "}
        {line.peopleCount === null ? null : (
          <span className="text-ink-muted">{countOf(line.peopleCount, "member", "members")}</span>
        )}
        {line.isOwn ? <Badge className="ml-1">Your own access</Badge> : null}
      </>
    ),
  },
  {
    id: "what",
    header: "Has",
    cell: (line) => <What line={line} />,
  },
  {
    id: "use",
    header: "Last used",
    width: "w-32",
    priority: 2,
    cell: ({ lastUsedAt }) => <LastUse at={lastUsedAt} />,
  },
  {
    id: "reviewer",
    header: "Reviewer",
    width: "w-32",
    priority: 3,
    cell: ({ reviewer }) => (
      <span className="text-ink-muted" title={reviewer.name}>
        {reviewer.name}
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    width: "w-27",
    priority: 1,
    cell: (line) => <StateBadge line={line} />,
  },
];

function What({ line }: { line: ReviewLine }) {
  const what = whatWords(line);
  const way = line.path
    .slice(line.kind === "grant" ? line.path.length : 1)
    .map(({ name }) => name)
    .join(" › ");
  return (
    <span title={way ? `${what} › ${way}` : what}>
      {what}
      {way ? <span className="text-ink-muted"> › {way}</span> : null}
    </span>
  );
}

type Choosing = {
  reviewing: Reviewing;
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
  onKeep: (line: ReviewLine) => void;
  onRevoke: (line: ReviewLine) => void;
};

/** With a box to choose each line by, and what is done most. */
export function columnsWith(choosing: Choosing): readonly DataColumn<ReviewLine>[] {
  const { reviewing, chosen, onToggle } = choosing;
  if (reviewing.review.state !== "running") return lineColumns;
  const box: DataColumn<ReviewLine> = {
    ...select,
    cell: (line) =>
      isForMe(reviewing, line) || canReassign(reviewing, line) ? (
        // A target as high as the row, also for thumbs.
        <label className="-my-1 flex size-8 cursor-pointer items-center justify-center">
          <input
            type="checkbox"
            checked={chosen.has(line.id)}
            onChange={() => onToggle(line.id)}
            aria-label={`Choose ${lineWords(line)}`}
            className="size-4 accent-accent"
          />
        </label>
      ) : null,
  };
  if (!reviewing.canDecide) return [box, ...lineColumns];
  return [box, ...lineColumns, decideColumn(choosing)];
}

function decideColumn({ reviewing, onKeep, onRevoke }: Choosing): DataColumn<ReviewLine> {
  return {
    id: "decide",
    header: "Decide",
    width: "w-50",
    align: "right",
    cell: (line) =>
      isForMe(reviewing, line) ? (
        <span className="inline-flex gap-1.5">
          {line.state === "kept" ? null : (
            <Button size="sm" aria-label={`Keep ${lineWords(line)}`} onClick={() => onKeep(line)}>
              <Check aria-hidden />
              Keep
            </Button>
          )}
          <Button size="sm" aria-label={`Revoke ${lineWords(line)}`} onClick={() => onRevoke(line)}>
            <Minus aria-hidden />
            Revoke
          </Button>
        </span>
      ) : null,
  };
}
