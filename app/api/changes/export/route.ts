import { requirePermission } from "#lib/authz/guard/grant";
import { fileHead, fileLine } from "#lib/governance/changes/export";
import { readChanges } from "#lib/governance/changes/queries";
import { type ExportFormat, exportFormats } from "#lib/governance/changes/schema";
import { recordExport } from "#lib/governance/changes/service";
import { parseChangesRequest } from "../../../(portal)/(governance)/changes/search-params.ts";
import { answerTo, fileOf, refusal } from "../../answer.ts";

const types: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/jsonl; charset=utf-8",
};

/** A file of all changes that the page's filters show, written while it is read. */
export function GET(request: Request): Promise<Response> {
  return answerTo(request, async (actor) => {
    const { searchParams } = new URL(request.url);
    const format = exportFormats.find((each) => each === searchParams.get("format")) ?? "csv";
    const params = Object.fromEntries(
      [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]),
    );
    const now = new Date();
    const { filters: asked, errors } = parseChangesRequest(params, now.getTime());
    const [message] = Object.values(errors).flat();
    if (message !== undefined) return refusal({ code: "invalid_input", message });
    const filters = { ...asked, to: asked.to ?? now.toISOString() };
    // Before the first byte: nobody gets a file of which the log does not know.
    const recorded = await recordExport(actor, { format, filters });
    if (!recorded.ok) return refusal(recorded.error);
    const grant = await requirePermission(actor, "access_change.export");
    const name = `access-changes-${now.toISOString().slice(0, 10)}.${format}`;
    const pieces = piecesOf(format, readChanges(grant, filters));
    return fileOf(pieces, { name, type: types[format] }, actor.request.requestId);
  });
}

async function* piecesOf(
  format: ExportFormat,
  pages: ReturnType<typeof readChanges>,
): AsyncGenerator<string> {
  const head = fileHead(format);
  if (head) yield head;
  for await (const changes of pages) {
    yield changes.map((change) => fileLine(format, change)).join("");
  }
}
