import { requirePermission } from "#lib/access/grant";
import { fileHead, fileLine } from "#lib/changes/export";
import { readChanges } from "#lib/changes/queries";
import { type ExportFormat, exportFormats } from "#lib/changes/schema";
import { recordExport } from "#lib/changes/service";
import { log } from "#lib/platform/log";
import { requireActor } from "../../../actor.tsx";
import { refusalOf } from "../refusal.ts";
import { parseChangesRequest } from "../search-params.ts";

const types: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/jsonl; charset=utf-8",
};

/** A file of all changes that the page's filters show, written while it is read. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireActor();
  const { searchParams } = new URL(request.url);
  const format = exportFormats.find((each) => each === searchParams.get("format")) ?? "csv";
  const params = Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]),
  );
  const now = new Date();
  const { filters: asked, errors } = parseChangesRequest(params, now.getTime());
  const [problem] = Object.values(errors).flat();
  if (problem !== undefined) return Response.json({ message: problem }, { status: 422 });
  const filters = { ...asked, to: asked.to ?? now.toISOString() };
  // Before the first byte: nobody gets a file of which the log does not know.
  const recorded = await recordExport(actor, { format, filters });
  if (!recorded.ok) return refusalOf(recorded.error);
  const grant = await requirePermission(actor, "access_change.export");
  const lines = linesOf(format, readChanges(grant, filters), actor.request.requestId);
  return new Response(streamOf(lines), {
    headers: {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="access-changes-${now.toISOString().slice(0, 10)}.${format}"`,
      "Cache-Control": "no-store",
    },
  });
}

async function* linesOf(
  format: ExportFormat,
  pages: ReturnType<typeof readChanges>,
  requestId: string,
): AsyncGenerator<string> {
  const head = fileHead(format);
  if (head) yield head;
  try {
    for await (const changes of pages) {
      yield changes.map((change) => fileLine(format, change)).join("");
    }
  } catch (error) {
    // The download breaks off, so that nobody takes half a file for the whole.
    log.error({ err: error, requestId }, "export of access changes broke off");
    throw error;
  }
}

/** Reads on only when the reader has room, and stops when they leave. */
function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
