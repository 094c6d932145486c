import { csvHead, csvLine } from "../../core/csv.ts";
import type { DifferenceLine, Said } from "./difference.ts";
import type { ChangeDetail, ExportFormat } from "./schema.ts";

const columns = [
  "time",
  "by",
  "by_id",
  "action",
  "what",
  "target_type",
  "target_id",
  "target",
  "reason",
  "before",
  "after",
  "people_affected",
  "gained_and_lost",
  "event_id",
];

/** What stands above the changes in a file. */
export function fileHead(format: ExportFormat): string {
  return format === "csv" ? csvHead(columns) : "";
}

/** One change as a line of a file. */
export function fileLine(format: ExportFormat, change: ChangeDetail): string {
  return format === "csv" ? csvLine(cellsOf(change)) : `${JSON.stringify(change)}\n`;
}

function cellsOf(change: ChangeDetail): (string | number | null)[] {
  const { target, differences } = change;
  return [
    change.at,
    change.by?.name ?? null,
    change.by?.id ?? null,
    change.action,
    change.what,
    target?.type ?? null,
    target?.id ?? null,
    target?.name ?? null,
    change.reason,
    sideOf(differences, "before"),
    sideOf(differences, "after"),
    change.peopleCount,
    radiusWords(change),
    change.id,
  ];
}

function sideOf(lines: readonly DifferenceLine[], side: "before" | "after"): string {
  return lines.map((line) => `${line.label}: ${textOf(line[side])}`).join("; ");
}

function textOf(said: Said | null): string {
  if (said === null) return "–";
  return "at" in said ? said.at : said.text;
}

/** "Ada, Bob and 3 more: +audit.read everywhere, -role.assign everywhere". */
function radiusWords({ radius }: ChangeDetail): string {
  type Group = NonNullable<typeof radius>["groups"][number];
  const words = ({ people, morePeople, gained, lost }: Group) => {
    const names = people.map(({ name }) => name).join(", ");
    const who = morePeople > 0 ? `${names} and ${morePeople} more` : names;
    const signed = (sign: string, all: typeof gained) =>
      all.map(({ permission, reach }) => `${sign}${permission} ${reach}`);
    return `${who}: ${[...signed("+", gained), ...signed("-", lost)].join(", ")}`;
  };
  const untilChosen = radius?.untilChosen ?? [];
  return [
    ...(radius?.groups ?? []).map(words),
    ...untilChosen.map((group) => `Until they choose in a session, ${words(group)}`),
  ].join("; ");
}
