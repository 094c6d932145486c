import { MAX_BATCH_EVENTS } from "../../audit/ingestion/schema.ts";
import { GatehouseError } from "../../core/errors.ts";
import { MAX_DEPTH, nestsDeeperThan } from "../../core/json-limits.ts";

/** The envelope around the events adds two levels to an event's own depth. */
const MAX_BODY_DEPTH = MAX_DEPTH + 2;

export type BatchFault = { index: number; id: null; path: ""; reason: string };
export type EventBatch = {
  /** Items by their index in the batch; lines that are not JSON are missing here. */
  items: { index: number; item: unknown }[];
  faults: BatchFault[];
};

/**
 * The items of a batch: `{ "events": [ … ] }` as application/json, or one event a line as
 * application/x-ndjson, where a broken line is a fault of its own.
 * @throws GatehouseError unsupported_media_type, malformed or too_large.
 */
export function parseBatch(contentType: string | undefined, body: Buffer): EventBatch {
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
  if (mediaType === "application/json") return parseJsonBatch(body);
  if (mediaType === "application/x-ndjson") return parseLines(body);
  const message = "Send Content-Type application/json or application/x-ndjson.";
  throw new GatehouseError("unsupported_media_type", message);
}

function parseJsonBatch(body: Buffer): EventBatch {
  if (nestsDeeperThan(body, MAX_BODY_DEPTH))
    throw malformed(`The JSON nests deeper than ${MAX_DEPTH} levels.`);
  const value = parseJson(decodeUtf8(body));
  if (
    typeof value !== "object" ||
    value === null ||
    !("events" in value) ||
    !Array.isArray(value.events)
  ) {
    throw malformed('Send an object with the events in it: { "events": [ … ] }.');
  }
  const unknown = Object.keys(value).filter((key) => key !== "events");
  if (unknown.length > 0)
    throw malformed(`Unknown field beside "events": ${unknown[0]?.slice(0, 64)}.`);
  checkCount(value.events.length);
  return { items: value.events.map((item, index) => ({ index, item })), faults: [] };
}

function parseLines(body: Buffer): EventBatch {
  const lines = decodeUtf8(body).split("\n");
  if (lines.at(-1)?.trim() === "") lines.pop();
  checkCount(lines.length);
  const batch: EventBatch = { items: [], faults: [] };
  lines.forEach((line, index) => {
    const fault = (reason: string) => batch.faults.push({ index, id: null, path: "", reason });
    if (nestsDeeperThan(Buffer.from(line), MAX_DEPTH)) {
      fault(`nests deeper than ${MAX_DEPTH} levels`);
      return;
    }
    try {
      batch.items.push({ index, item: JSON.parse(line) });
    } catch (error) {
      fault(`is not JSON: ${error instanceof Error ? error.message : "malformed"}`);
    }
  });
  return batch;
}

function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw malformed("The body is not valid UTF-8.");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(
      `The body is not JSON: ${error instanceof Error ? error.message : "malformed"}.`,
    );
  }
}

function checkCount(count: number): void {
  if (count === 0) throw malformed("The batch is empty. Send at least one event.");
  if (count > MAX_BATCH_EVENTS) {
    const message = `The batch has ${count} events; at most ${MAX_BATCH_EVENTS} are taken at once.`;
    throw new GatehouseError("too_large", message);
  }
}

function malformed(message: string): GatehouseError {
  return new GatehouseError("malformed", message);
}
