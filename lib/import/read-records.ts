import { createHash } from "node:crypto";
import { createReadStream, type ReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { repeatedName } from "../core/json-text.ts";
import { parseKept } from "../core/kept-json.ts";
import { fieldsOf } from "./fields.ts";
import type { SourceFile } from "./find-sources.ts";
import { explainFileError } from "./problem.ts";

/** Unpacked bytes of a JSON file, which is read whole. CloudTrail's own stay far below. */
const MAX_JSON_BYTES = 256 * 1024 * 1024;
/** Bytes of one line of a file of lines. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** A record of a file, or the place where there should have been one. */
export type SourceRecord = {
  where: string;
  /** Bytes of the file on disk that have been read up to here, for the progress bar. */
  offset: number;
} & ({ record: unknown } | { reason: string });

/** A file that cannot be read to its end; the message says why. */
export class UnreadableFile extends Error {}

/** A file of AWS that lies beside CloudTrail's and holds no events. */
export class NotEvents extends Error {}

/** SHA-256 of the file as it lies on the disk, hexadecimal. */
export async function contentHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch (error) {
    throw new UnreadableFile(explainFileError(error), { cause: error });
  }
  return hash.digest("hex");
}

/**
 * The records of a CloudTrail file in their order: `{ "Records": [ … ] }`, a bare list, one record,
 * or any of these on each line of an .ndjson or .jsonl file; gzip unpacked.
 * @throws UnreadableFile where the file ends to be readable, NotEvents for a digest file.
 */
export async function* readRecords(file: SourceFile): AsyncGenerator<SourceRecord> {
  try {
    if (/\.json(\.gz)?$/i.test(file.path)) yield* readJson(file);
    else yield* readLines(file);
  } catch (error) {
    if (error instanceof UnreadableFile || error instanceof NotEvents) throw error;
    throw new UnreadableFile(explainFileError(error), { cause: error });
  }
}

/** The file's bytes, unpacked, and the stream that tells how many have been read from the disk. */
function open(path: string): { source: ReadStream; bytes: AsyncIterable<Buffer> } {
  const source = createReadStream(path);
  if (!/\.gz$/i.test(path)) return { source, bytes: source };
  // pipeline hands a failure of the disk on to whoever reads the unpacked bytes.
  return { source, bytes: pipeline(source, createGunzip(), () => {}) };
}

async function* readJson({ path, bytes: fileBytes }: SourceFile): AsyncGenerator<SourceRecord> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of open(path).bytes) {
    size += chunk.length;
    if (size > MAX_JSON_BYTES) {
      const limit = MAX_JSON_BYTES / 1024 / 1024;
      throw new UnreadableFile(`is larger than ${limit} MiB; split it, or use one record a line`);
    }
    chunks.push(chunk);
  }
  const items = itemsOf(parse(Buffer.concat(chunks, size)));
  for (const [index, { where, record }] of items.entries()) {
    const offset = Math.round((fileBytes * (index + 1)) / items.length);
    yield { where, offset, record };
  }
}

async function* readLines({ path }: SourceFile): AsyncGenerator<SourceRecord> {
  const { source, bytes } = open(path);
  let number = 0;
  for await (const line of splitLines(bytes)) {
    number++;
    if (line.every((byte) => byte <= 0x20)) continue;
    const offset = source.bytesRead;
    const place = `line ${number}`;
    try {
      for (const { where, record } of itemsOf(parse(line))) {
        yield { where: where ? `${place}, ${where}` : place, offset, record };
      }
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      yield { where: place, offset, reason: error.message };
    }
  }
}

async function* splitLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restSize = 0;
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      restSize = 0;
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
    restSize += chunk.length - start;
    if (restSize > MAX_LINE_BYTES) {
      throw new UnreadableFile(`has a line longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB`);
    }
  }
  if (restSize > 0) yield Buffer.concat(rest);
}

function parse(bytes: Buffer): unknown {
  let text: string;
  try {
    // Not what toString() does: it would replace broken bytes and so change the record.
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UnreadableFile("is not valid UTF-8", { cause: error });
  }
  try {
    const value = parseKept(text);
    const repeated = repeatedName(text);
    if (repeated === null) return value;
    throw new UnreadableFile(
      `has the name "${repeated.name.slice(0, 64).toWellFormed()}" twice in one object`,
    );
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new UnreadableFile(`is not JSON: ${message}`, { cause: error });
  }
}

function itemsOf(value: unknown): { where: string; record: unknown }[] {
  const name = (prefix: string) => (record: unknown, index: number) => ({
    where: `${prefix}[${index}]`,
    record,
  });
  if (Array.isArray(value)) return value.map(name("record "));
  const { Records, digestStartTime, eventID, eventName } = fieldsOf(value);
  if (Array.isArray(Records)) return Records.map(name("Records"));
  if (digestStartTime !== undefined) throw new NotEvents("is a CloudTrail digest file");
  if (eventID !== undefined || eventName !== undefined) return [{ where: "", record: value }];
  throw new UnreadableFile('has neither "Records" nor a CloudTrail record');
}
