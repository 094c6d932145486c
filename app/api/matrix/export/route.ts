import { requirePermission } from "#lib/access/grant";
import { exportMatrix } from "#lib/matrix/queries";
import { type ExportFormat, exportFormats, matrixViews } from "#lib/matrix/schema";
import { beginMatrixExport } from "#lib/matrix/service";
import { log } from "#lib/platform/log";
import { parseMatrixQuery } from "../../../(portal)/matrix/search-params.ts";
import { answerTo, PRIVATE, refusal } from "../answer.ts";

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
    return new Response(streamOf(exportMatrix(grant, begun.data), actor.request.requestId), {
      headers: {
        ...PRIVATE,
        "Content-Type": types[format],
        "Content-Disposition": `attachment; filename="access-matrix-${view}-${day}.${format}"`,
        "X-Content-Type-Options": "nosniff",
      },
    });
  });
}

/** Reads on only as fast as the receiver takes it, and stops when nobody does any more. */
function streamOf(pieces: AsyncGenerator<string>, requestId: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        // The head is sent: breaking off is the only way to say that the file is not whole.
        log.error({ err: error, requestId }, "the matrix could not be written to its end");
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
