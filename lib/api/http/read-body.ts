import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Context } from "hono";
import { GatehouseError } from "../../core/errors.ts";
import type { ApiEnv } from "./environment.ts";

/** Bytes of a request body, before and after decompression alike. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

const gunzipAsync = promisify(gunzip);

function tooLarge(maxBytes: number): GatehouseError {
  const kibibytes = maxBytes / 1024;
  const limit = kibibytes < 1024 ? `${kibibytes} KiB` : `${kibibytes / 1024} MiB`;
  return new GatehouseError("too_large", `The body is larger than ${limit}.`);
}

/**
 * The body, decompressed, never holding more than `maxBytes` of either form: a gzip bomb stops at the
 * limit.
 * @throws GatehouseError too_large; unsupported_media_type for encodings but gzip and identity;
 *   malformed for broken gzip.
 */
export async function readBody(
  c: Context<ApiEnv>,
  maxBytes: number = MAX_BODY_BYTES,
): Promise<Buffer> {
  const encoding = c.req.header("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    const message = `Content-Encoding ${encoding} is not supported. Use gzip or none.`;
    throw new GatehouseError("unsupported_media_type", message);
  }
  if (Number(c.req.header("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const body = await readLimited(c.env.incoming, maxBytes);
  return encoding === "gzip" ? decompress(body, maxBytes) : body;
}

async function readLimited(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function decompress(body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await gunzipAsync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxBytes);
    throw new GatehouseError("malformed", "The body says it is gzip, but is not, or is cut off.");
  }
}
