import { MAX_BATCH_EVENTS, MAX_SENT_BYTES } from "../../audit/ingestion/schema.ts";
import type { BatchItem } from "../../audit/ingestion/service.ts";
import { GatehouseError } from "../../core/errors.ts";
import { MAX_DEPTH, nestsDeeperThan, readJson } from "../../core/json-limits.ts";
import { itemsOf, type Stretch, skipSpace } from "../../core/json-text.ts";
import { takeTurns } from "../../core/take-turns.ts";

/** The envelope around the events adds two levels to an event's own depth. */
const MAX_BODY_DEPTH = MAX_DEPTH + 2;

export type BatchFault = { index: number; id: string | null; path: string; reason: string };
export type EventBatch = {
  /** Items by their index in the batch; those that cannot be kept as they are sent are missing here. */
  items: BatchItem[];
  faults: BatchFault[];
};

/**
 * The items of a batch: `{ "events": [ … ] }` as application/json, or one event a line as
 * application/x-ndjson, where a broken line is a fault of its own. Other requests go on in between.
 * @throws GatehouseError unsupported_media_type, malformed or too_large.
 */
export async function parseBatch(
  contentType: string | undefined,
  body: Buffer,
): Promise<EventBatch> {
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
  if (mediaType === "application/json") return parseJsonBatch(body);
  if (mediaType === "application/x-ndjson") return parseLines(body);
  const message = "Send Content-Type application/json or application/x-ndjson.";
  throw new GatehouseError("unsupported_media_type", message);
}

async function parseJsonBatch(body: Buffer): Promise<EventBatch> {
  if (nestsDeeperThan(body, MAX_BODY_DEPTH))
    throw malformed(`The JSON nests deeper than ${MAX_DEPTH} levels.`);
  const text = decodeUtf8(body);
  const stretches = findEvents(text);
  const batch: EventBatch = { items: [], faults: [] };
  const turn = takeTurns();
  for (const [index, { start, end }] of stretches.entries()) {
    await turn();
    try {
      addItem(batch, index, text.slice(start, end));
    } catch (error) {
      throw notJson(error);
    }
  }
  return batch;
}

/** `{ "events": [`, then the events, then `] }`. */
const head = /^[\t\n\r ]*\{[\t\n\r ]*"events"[\t\n\r ]*:[\t\n\r ]*(?=\[)/;

function findEvents(text: string): Stretch[] {
  const start = head.exec(text)?.[0].length;
  const list = start === undefined ? null : itemsOf(text, start, MAX_BATCH_EVENTS);
  if (!list) throw explainShape(text);
  const close = skipSpace(text, list.end);
  const isWhole = text[close] === "}" && skipSpace(text, close + 1) === text.length;
  if (!isWhole) throw explainShape(text);
  checkCount(list.count);
  return list.items;
}

/** What is wrong with a body that is not `{ "events": [ … ] }` and nothing else. */
function explainShape(text: string): GatehouseError {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return notJson(error);
  }
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const unknown = names.find((name) => name !== "events");
  if (names.includes("events") && unknown !== undefined)
    return malformed(`Unknown field beside "events": ${unknown.slice(0, 64).toWellFormed()}.`);
  return malformed('Send an object with the events in it, once: { "events": [ … ] }.');
}

async function parseLines(body: Buffer): Promise<EventBatch> {
  const lines = linesOf(decodeUtf8(body));
  const batch: EventBatch = { items: [], faults: [] };
  const turn = takeTurns();
  for (const [index, line] of lines.entries()) {
    await turn();
    try {
      addItem(batch, index, line);
    } catch (error) {
      batch.faults.push({ index, id: null, path: "", reason: `is not JSON: ${told(error)}` });
    }
  }
  return batch;
}

/** Counted before they are cut apart: sixteen million empty lines are many texts. */
function linesOf(text: string): string[] {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  const last = text.slice(text.lastIndexOf("\n") + 1);
  const isLastEmpty = last.trim() === "";
  checkCount(isLastEmpty ? count - 1 : count);
  const lines = text.split("\n");
  return isLastEmpty ? lines.slice(0, -1) : lines;
}

/** @throws SyntaxError when the text is not JSON. */
function addItem(batch: EventBatch, index: number, text: string): void {
  if (Buffer.byteLength(text) > MAX_SENT_BYTES) {
    const reason = `is larger than ${MAX_SENT_BYTES / 1024} KiB`;
    batch.faults.push({ index, id: null, path: "", reason });
    return;
  }
  const { value, fault } = readJson(text);
  if (fault) batch.faults.push({ index, id: idOf(value), ...fault });
  else batch.items.push({ index, item: value });
}

/** The id of a refused item, when it is fit to be repeated to the sender. */
function idOf(item: unknown): string | null {
  if (typeof item !== "object" || item === null || !("id" in item)) return null;
  return typeof item.id === "string" ? item.id.slice(0, 128).toWellFormed() : null;
}

function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw malformed("The body is not valid UTF-8.");
  }
}

function checkCount(count: number): void {
  if (count === 0) throw malformed("The batch is empty. Send at least one event.");
  if (count > MAX_BATCH_EVENTS) {
    const message = `The batch has ${count} events; at most ${MAX_BATCH_EVENTS} are taken at once.`;
    throw new GatehouseError("too_large", message);
  }
}

function notJson(error: unknown): GatehouseError {
  return malformed(`The body is not JSON: ${told(error)}.`);
}

/** V8 repeats what it could not read, which may be anything. */
function told(error: unknown): string {
  return error instanceof Error ? error.message.toWellFormed() : "malformed";
}

function malformed(message: string): GatehouseError {
  return new GatehouseError("malformed", message);
}
