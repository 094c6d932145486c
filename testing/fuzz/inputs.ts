import type { Random } from "../../lib/core/random.ts";

/** Texts that have broken programs before. */
const texts = [
  "",
  " ",
  " lead",
  "trail ",
  "a\0b",
  "\0",
  "\ud800",
  "a\udfffb",
  "\u0300\u0316".repeat(200),
  "\u202egnp.exe",
  "\ufeff",
  "\u200b",
  "\uffff",
  "\u0001\u001f\u007f\u0085",
  "😀".repeat(100),
  "x".repeat(257),
  "x".repeat(70_000),
  "İıſK",
  "＝１＋１",
  "%",
  "%00",
  "%ED%A0%80",
  "a/b",
  "../../etc/passwd",
  "'; DROP TABLE users; --",
  "\\",
  '"',
  "__proto__",
  "constructor",
  "null",
  "0",
  "-0",
  "1e400",
  "NaN",
  "9999-12-31T23:59:60+99:99",
  "0000-00-00T00:00:00Z",
  "2026-11-28T23:59:59.9999999999Z",
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "user",
  "todo",
  "bo@acme.example",
  "10.0.0.0/8",
  "::ffff:1.2.3.4",
  "fe80::1%eth0",
  "WyJuIiwwLCIiXQ",
  "W10",
] as const;

/** What else a JSON value can be, as it is written. */
const values = [
  "null",
  "true",
  "-0",
  "1e400",
  "1e-400",
  "0.1234567890123456789",
  "9007199254740993",
  "-1",
  "2147483648",
  "[]",
  "{}",
  "[[[[]]]]",
  `${"[".repeat(40)}${"]".repeat(40)}`,
  '{"a":1,"a":2}',
  '{"__proto__":{"polluted":true}}',
  '{"toString":null,"length":-1}',
  '"\\ud800"',
  '"\\u0000"',
] as const;

const types = [
  "application/json",
  "application/json; charset=utf-7",
  "application/x-ndjson",
  "text/plain",
  "multipart/form-data; boundary=x",
  "application/x-www-form-urlencoded",
  "",
] as const;

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

export type Operation = {
  method: string;
  path: string;
  /** Names of its query parameters. */
  query: readonly string[];
  /** Good values of the parameters in its path. */
  params: Readonly<Record<string, string>>;
  example: unknown;
};

export type Sent = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
};

/** A request to an operation: a good one of which some parts are not. */
export function requestTo(random: Random, operation: Operation): Sent {
  const isBad = (share: number) => random.next() < share;
  const path = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    isBad(0.4) ? oddParameter(random) : encodeURIComponent(operation.params[name] ?? "x"),
  );
  const names = operation.query.filter(() => isBad(0.4));
  if (isBad(0.1)) names.push(random.pick(texts).toWellFormed());
  const query = names
    .map((name) => `${encodeURIComponent(name)}=${oddParameter(random)}`)
    .join("&");
  const body = operation.example === undefined && !isBad(0.05) ? null : bodyOf(random, operation);
  const headers: Record<string, string> = {};
  if (body !== null) headers["Content-Type"] = isBad(0.15) ? random.pick(types) : types[0];
  if (isBad(0.03)) headers["Content-Encoding"] = random.pick(["gzip", "br", "identity"]);
  if (isBad(0.03)) headers.Upgrade = random.pick(["h2c", "websocket", "x"]);
  if (headers.Upgrade) headers.Connection = "Upgrade";
  if (isBad(0.03)) headers.Expect = "100-continue";
  if (isBad(0.03)) headers["If-None-Match"] = random.pick(['"', "*", '"a", W/"b"']);
  return {
    method: isBad(0.05) ? random.pick(methods) : operation.method,
    path: query ? `${path}?${query}` : path,
    headers,
    body,
  };
}

/** A text as it stands in an address; half of a surrogate pair as its three bytes. */
export function oddParameter(random: Random): string {
  const text = random.pick(texts).slice(0, 2_000);
  if (text.isWellFormed()) return encodeURIComponent(text);
  return random.pick(["%ED%A0%80", "a%ED%BF%BF", "%C0%80", "%FF", "%"]);
}

function bodyOf(random: Random, { example }: Operation): string {
  const written = oddJson(random, example ?? { a: "b" });
  const odd = random.next();
  if (odd < 0.04) return written.slice(0, Math.floor(written.length * random.next()));
  if (odd < 0.06) return random.pick(texts);
  if (odd < 0.08) return random.pick(values);
  if (odd < 0.1) return written.replace("{", '{"twice":1,"twice":2,');
  return written;
}

/** The example as JSON text, with a part in five replaced, left out or doubled. */
export function oddJson(random: Random, value: unknown): string {
  const odd = random.next();
  if (odd < 0.08) return JSON.stringify(random.pick(texts));
  if (odd < 0.14) return random.pick(values);
  if (Array.isArray(value)) return `[${value.map((item) => oddJson(random, item)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(() => random.next() > 0.05)
    .flatMap(([name, member]) => {
      const said = random.next() < 0.03 ? random.pick(texts) : name;
      const written = `${JSON.stringify(said)}:${oddJson(random, member)}`;
      return random.next() < 0.01 ? [written, written] : [written];
    });
  return `{${members.join(",")}}`;
}
