// What hostile text costs: for each way in, CPU time must grow with the length of what is sent, and
// no faster, whatever is sent.
import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { evaluationsRequest } from "../lib/access/decisions/schema.ts";
import { isActionCall } from "../lib/api/action-call.ts";
import { parseBatch } from "../lib/api/audit/event-batch.ts";
import { hasOddText } from "../lib/api/refusals.ts";
import { incomingEvent } from "../lib/audit/ingestion/schema.ts";
import { compileConditions, permissionsNeeded } from "../lib/authz/engine/conditions.ts";
import { canonicalJson, type Json } from "../lib/core/canonical-json.ts";
import { csvLine } from "../lib/core/csv.ts";
import { decodeCursor } from "../lib/core/cursor.ts";
import { findJsonFault, readJson, readUnambiguous } from "../lib/core/json-limits.ts";
import { repeatedName } from "../lib/core/json-text.ts";
import { auditFilters } from "../lib/events/schema.ts";
import { conditionsOf } from "../lib/events/search-query.ts";
import { indexTokens, searchQuery, textsOf } from "../lib/events/tokens.ts";
import { credentialsInput } from "../lib/identity/login/schema.ts";

const SHORT = 32 * 1024;
const TIMES_LONGER = 4;
/** Generous: what is sent in good faith costs a tenth. */
const MAX_NS_PER_CHARACTER = 1_000;
/** Below it the clock and the compiler say more than the input does. */
const NEGLIGIBLE_MS = 40;

/** A text of a length, by repeating a piece of it. */
const repeated = (piece: string) => (length: number) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const numbered = (before: string, after: string) => (length: number) => {
  const pieces: string[] = [];
  for (let size = 0; size < length; size += pieces.at(-1)?.length ?? 1)
    pieces.push(`${before}${pieces.length}${after}`);
  return pieces.join("");
};

const texts: Record<string, (length: number) => string> = {
  "combining marks in the wrong order": repeated("\u0300\u0316"),
  "marks that are made of marks": repeated("\u0344\u0f81"),
  "marks on letters": repeated(`e${"\u0323\u0302".repeat(40)}`),
  "ligatures of eighteen letters": repeated("\ufdfa"),
  "Hangul in parts": repeated("\u1112\u1161\u11ab"),
  surrogates: repeated("\ud83d\ude00"),
  "halves of surrogates": repeated("\udc00\ud800"),
  "one long word": repeated("a"),
  "camel case": repeated("aA"),
  "camel case with marks": repeated("éÉ\u0316"),
  "words of one letter": repeated("a "),
  "words in other letters": repeated("ä "),
  "many words": numbered("w", " "),
  "spaces only": repeated(" "),
  "tabs and signs": repeated("\t= ;"),
  "spaces before signs": repeated(" ;    "),
  "semicolons only": repeated(";"),
  sigmas: repeated("\u03a3\u0316"),
  digits: repeated("9"),
  "digits and commas": repeated("1,"),
  dots: repeated("a."),
  "at signs": repeated("a@a."),
  hyphens: repeated("a-"),
  quotes: repeated('"'),
  backslashes: repeated("\\"),
  slashes: repeated("/1"),
  percents: repeated("%"),
  "percent escapes": repeated("%61"),
  "escapes of marks": repeated("%CC%96%CC%80"),
  underscores: repeated("_\\"),
};

const members = (piece: (index: number) => string) => (length: number) => {
  const pieces: string[] = [];
  for (let size = 0; size < length; size += pieces.at(-1)?.length ?? 1)
    pieces.push(piece(pieces.length));
  return pieces.join(",");
};

/** JSON texts, whole ones and such that break off. */
const jsons: Record<string, (length: number) => string> = {
  "many names": (length) => `{${members((index) => `"k${index}":0`)(length)}}`,
  "names that are numbers": (length) => `{${members((index) => `"${index * 7}":0`)(length)}}`,
  "large numbers as names": (length) => `{${members((i) => `"${4_294_967_295 - i}":0`)(length)}}`,
  "one name again and again": (length) => `{${members(() => '"a":0')(length)}}`,
  "one name twice at the end of many": (length) =>
    `[${members((index) => `{"k${index}":[0]}`)(length)},{"a":0,"a":1}]`,
  "one name twice in the deep": (length) =>
    `${'{"a":'.repeat(length / 6)}{"b":0,"b":0}${"}".repeat(length / 6)}`,
  "many empty objects": (length) => `[${members(() => "{}")(length)}]`,
  "many small texts": (length) => `[${members((index) => `"t${index}"`)(length)}]`,
  "many small numbers": (length) => `[${members(() => "7")(length)}]`,
  "many numbers to keep": (length) => `[${members(() => "1e-400")(length)}]`,
  "a long number": (length) => `[${"9".repeat(length)}]`,
  "a long fraction": (length) => `[0.${"1".repeat(length)}]`,
  "a number of zeros": (length) => `[1.${"0".repeat(length)}1]`,
  "a long exponent": (length) => `[1e${"9".repeat(length)}]`,
  "deep lists": (length) => "[".repeat(length / 2) + "]".repeat(length / 2),
  "deep lists that never end": (length) => "[".repeat(length),
  "deep objects": (length) => `${'{"a":'.repeat(length / 6)}0${"}".repeat(length / 6)}`,
  "a deep long text": (length) => `${"[".repeat(31)}"${"x".repeat(length)}"${"]".repeat(31)}`,
  "a long name above many": (length) =>
    `{"${"n".repeat(length / 2)}":[${members(() => "{}")(length / 2)}]}`,
  escapes: (length) => `["${"\\u0316\\u0300".repeat(length / 12)}"]`,
  "a text that never ends": (length) => `["${"\\\\".repeat(length / 2)}`,
  commas: (length) => `[${",".repeat(length)}]`,
};
for (const [name, make] of Object.entries(texts)) {
  jsons[`a text: ${name}`] = (length) => `["${JSON.stringify(make(length)).slice(1)}]`;
  jsons[`a name: ${name}`] = (length) => `{${JSON.stringify(make(length))}:[1,{"b":2}]}`;
}

const event = (details: unknown) => ({
  id: "e-1",
  occurredAt: "2026-05-04T03:02:01Z",
  action: "a.b",
  details,
});

function parsed(text: string): unknown {
  try {
    return readJson(text, 200_000).value;
  } catch {
    return text;
  }
}

// One comparison with a text is enough: each normalises what is said.
const conditional = compileConditions([
  {
    permission: "todo.purge",
    of: "todo.delete",
    comparisons: [
      {
        source: "action",
        property: "mode",
        type: "string",
        fallback: null,
        operator: "is",
        value: "hard",
      },
    ],
  },
]);

/** The ways in for a text, and for JSON. */
const takesText: Record<string, (text: string) => unknown> = {
  "the words of an event": (text) => indexTokens([text]),
  "the words of many texts": (text) => indexTokens(textsOf(text.match(/[\s\S]{1,200}/g))),
  "what is searched for": (text) => searchQuery(text),
  "a cell of a CSV file": (text) => csvLine([text]),
  "a cursor": (text) => decodeCursor(Buffer.from(text).toString("base64url")),
  "filters of the audit log": (text) => {
    const fields = { from: text, to: text, ip: text, text, actor: text, cursor: text };
    auditFilters.safeParse(fields);
    conditionsOf("t", { text });
    conditionsOf("t", { ip: text });
  },
  "an event with it in every field": (text) => {
    const { shape } = incomingEvent;
    incomingEvent.safeParse(Object.fromEntries(Object.keys(shape).map((name) => [name, text])));
  },
  "an address": (text) => hasOddText(text),
  "a log-in": (text) => credentialsInput.safeParse({ email: text, password: text }),
  "a condition on what a question says": (text) =>
    permissionsNeeded(conditional, "todo.delete", { action: { mode: text } }),
  "a call of an action": (text) => isActionCall(JSON.stringify([text])),
};

const takesJson: Record<string, (text: string) => unknown> = {
  "reading JSON": (text) => readJson(text),
  "reading the JSON of a question": (text) => readUnambiguous(text),
  "looking for a name that comes twice": (text) => repeatedName(text),
  "a batch": (text) => parseBatch("application/json", Buffer.from(`{"events":[${text}]}`)),
  "a batch that is all envelope": (text) => parseBatch("application/json", Buffer.from(text)),
  "a batch of lines": (text) =>
    parseBatch("application/x-ndjson", Buffer.from(text.replaceAll(",", "\n"))),
};

/** The same for values that were read already. */
const takesValue: Record<string, (value: unknown) => unknown> = {
  "looking for faults": (value) => findJsonFault(value),
  "canonical JSON": (value) => canonicalJson(value as Json),
  "an event's details": (value) => incomingEvent.safeParse(event({ value })),
  "an event": (value) => incomingEvent.safeParse(value),
  "the words of an event's details": (value) => indexTokens(textsOf({ value })),
  "many decisions": (value) => evaluationsRequest.safeParse({ evaluations: value, context: value }),
};

/** Every schema that some lib/…/schema.ts exports: what actions and routes take. */
async function inputSchemas(): Promise<[name: string, schema: z.ZodType][]> {
  const lib = join(import.meta.dirname, "../lib");
  const found: [string, z.ZodType][] = [];
  for (const file of globSync("**/schema.ts", { cwd: lib })) {
    const exported: Record<string, unknown> = await import(join(lib, file));
    for (const [name, schema] of Object.entries(exported)) {
      if (schema instanceof z.ZodType) found.push([`${file} ${name}`, schema]);
    }
  }
  return found;
}

/** A value of the schema's shape with the text wherever one may stand. */
function filledWith(text: string, schema: unknown): unknown {
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, unknown>);
    return Object.fromEntries(fields.map(([name, field]) => [name, filledWith(text, field)]));
  }
  if (schema instanceof z.ZodArray) return [filledWith(text, schema.element)];
  if (schema instanceof z.ZodRecord) return { [text]: text, name: text };
  if (schema instanceof z.ZodUnion) return filledWith(text, schema.options.at(-1));
  if (schema instanceof z.ZodPipe) return filledWith(text, schema.in);
  const isWrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault;
  return isWrapper ? filledWith(text, schema.unwrap()) : text;
}

/** Least CPU time of three runs, in milliseconds: what else the machine does is not in it. */
async function cpuMs(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const before = process.threadCpuUsage();
    try {
      await work();
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
    if (least < NEGLIGIBLE_MS / TIMES_LONGER) break;
  }
  return least;
}

/** @returns what is wrong with the cost, or nothing. */
async function judge<Input>(
  take: (input: Input) => unknown,
  make: (length: number) => Input,
): Promise<string | null> {
  const long = make(SHORT * TIMES_LONGER);
  const longMs = await cpuMs(() => take(long));
  const nsEach = (longMs * 1e6) / (SHORT * TIMES_LONGER);
  if (nsEach > MAX_NS_PER_CHARACTER) return `${nsEach.toFixed()} ns for each character`;
  if (longMs < NEGLIGIBLE_MS) return null;
  const short = make(SHORT);
  const shortMs = await cpuMs(() => take(short));
  const growth = longMs / Math.max(shortMs, NEGLIGIBLE_MS / TIMES_LONGER);
  return growth > TIMES_LONGER * 2.5
    ? `${growth.toFixed(1)} times as long for 4 times as much`
    : null;
}

async function judgeAll<Input>(
  take: (input: Input) => unknown,
  families: Record<string, (length: number) => Input>,
): Promise<Record<string, string>> {
  const wrong: Record<string, string> = {};
  for (const [name, make] of Object.entries(families)) {
    const complaint = await judge(take, make);
    if (complaint) wrong[name] = complaint;
  }
  return wrong;
}

describe("the cost of hostile text is linear for", () => {
  it.each(Object.entries(takesText))("%s", async (_name, take) => {
    expect(await judgeAll(take, texts)).toEqual({});
  });

  it.each(Object.entries(takesJson))("%s", async (_name, take) => {
    expect(await judgeAll(take, jsons)).toEqual({});
  });

  it.each(Object.entries(takesValue))("%s, once it is read", async (_name, take) => {
    const values = Object.fromEntries(
      Object.entries(jsons).map(([name, make]) => [name, (length: number) => parsed(make(length))]),
    );
    expect(await judgeAll(take, values)).toEqual({});
  });
});

describe("the cost of hostile text is linear in every field of", async () => {
  const schemas = await inputSchemas();

  it.each(schemas)("%s", async (_name, schema) => {
    const marks = Object.entries(texts).filter(([name]) => name.includes("marks"));
    const take = (text: string) => schema.safeParse(filledWith(text, schema));
    expect(await judgeAll(take, Object.fromEntries(marks))).toEqual({});
  });
});

it("the measure notices what grows with the square", async () => {
  const square = (text: string) => {
    let sum = 0;
    for (let i = 0; i < text.length; i++) for (let j = 0; j < i; j += 64) sum += j;
    return sum;
  };
  expect(await judge(square, repeated("x"))).not.toBeNull();
});

it("eight events of 60,000 marks each do not keep the server", async () => {
  const text = "\u0300\u0316".repeat(60_000);
  const body = Buffer.from(
    JSON.stringify({ events: Array.from({ length: 8 }, () => event({ text })) }),
  );
  const ms = await cpuMs(async () => {
    const { items } = await parseBatch("application/json", body);
    for (const { item } of items) indexTokens(textsOf(item));
  });
  expect(ms).toBeLessThan(500);
});
