import { exportMatrix } from "#lib/access/matrix/queries";
import { type ExportFormat, exportFormats, matrixViews } from "#lib/access/matrix/schema";
import { beginMatrixExport } from "#lib/access/matrix/service";
import { requirePermission } from "#lib/authz/guard/grant";
import { parseMatrixQuery } from "../../../(portal)/(access)/matrix/search-params.ts";
import { answerTo, fileOf, refusal } from "../../answer.ts";

const types: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
};

/** Exactly what the page shows as a file; that somebody takes it is recorded before it begins. */
export function GET(request: Request): Promise<Response> {
  return answerTo(request, async (actor) => {
    const { searchParams } = new URL(request.url);
    const view = matrixViews.find((each) => each === searchParams.get("view")) ?? "roles";
    const format = exportFormats.find((each) => each === searchParams.get("format")) ?? "csv";
    const { filters } = parseMatrixQuery(view, searchParams);
    const begun = await beginMatrixExport(actor, { format, filters });
    if (!begun.ok) return refusal(begun.error);
    const grant = await requirePermission(actor, "matrix.export");
    const day = new Date().toISOString().slice(0, 10);
    const file = { name: `access-matrix-${view}-${day}.${format}`, type: types[format] };
    return fileOf(exportMatrix(grant, begun.data), file, actor.request.requestId);
  });
}
