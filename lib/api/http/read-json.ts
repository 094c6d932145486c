import { isUtf8 } from "node:buffer";
import type { Context } from "hono";
import { GatehouseError } from "../../core/errors.ts";
import { type JsonFault, readUnambiguous } from "../../core/json-limits.ts";
import type { ApiEnv } from "./environment.ts";
import { readBody } from "./read-body.ts";

type Limits = {
  /** Of the body, before and after decompression alike. */
  maxBytes: number;
  /** What another Content-Type is: the standards of routes differ. */
  wrongType: "malformed" | "unsupported_media_type";
};

/**
 * The one reader of JSON bodies, but for batches of events: a gateway in front of Gatehouse that reads the
 * same body must have understood the same, so an object that has a name twice is refused.
 * @returns the value, and its text, from which `JSON.parse` makes the same value.
 * @throws GatehouseError `wrongType`; malformed, with the path of what is wrong; what `readBody` throws.
 */
export async function readJsonBody(
  c: Context<ApiEnv>,
  { maxBytes, wrongType }: Limits,
): Promise<{ value: unknown; text: string }> {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new GatehouseError(wrongType, "Send Content-Type application/json.");
  const body = await readBody(c, maxBytes);
  if (!isUtf8(body)) throw new GatehouseError("malformed", "The body is not valid UTF-8.");
  const text = body.toString();
  const { value, fault } = parse(text);
  if (fault) {
    const path = fault.path || "request";
    throw new GatehouseError("malformed", `${path}: ${fault.reason}.`, { [path]: [fault.reason] });
  }
  return { value, text };
}

function parse(text: string): { value: unknown; fault: JsonFault | null } {
  try {
    return readUnambiguous(text);
  } catch {
    throw new GatehouseError("malformed", "The body is not JSON.");
  }
}
