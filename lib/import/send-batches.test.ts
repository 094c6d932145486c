import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Destination, SendingStopped } from "./api-client.ts";
import { mapCloudTrail } from "./cloudtrail/cloudtrail.ts";
import { findSources } from "./find-sources.ts";
import { Journal } from "./journal.ts";
import type { ImportProblem } from "./problem.ts";
import { type ImportTotals, noTotals, sendFiles } from "./send-batches.ts";

type Answer = { status: number; body: unknown; headers?: Record<string, string> };
type Sent = { id: string }[];

let folder: string;
let server: Server;
let url: string;
/** Ids the server has taken, in the order in which it took them. */
let taken: string[];
let bodies: string[];
let requests: { events: Sent; authorization: string | undefined }[];
/** What the server does instead of taking a batch; undefined lets it take it. */
let instead: (events: Sent, request: number) => Answer | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-send-"));
  taken = [];
  bodies = [];
  requests = [];
  instead = () => undefined;
  server = createServer(async (request, response) => {
    const body = gunzipSync(Buffer.concat(await Array.fromAsync(request))).toString();
    bodies.push(body);
    const { events } = JSON.parse(body) as { events: Sent };
    requests.push({ events, authorization: request.headers.authorization });
    const answer = instead(events, requests.length) ?? take(events);
    response.writeHead(answer.status, answer.headers).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

function take(events: Sent): Answer {
  const fresh = events.filter(({ id }) => !taken.includes(id)).map(({ id }) => id);
  taken.push(...fresh);
  const body = { accepted: fresh.length, duplicates: events.length - fresh.length, rejected: [] };
  return { status: 200, body };
}

const record = (id: string) => ({
  eventID: id,
  eventTime: "2026-02-03T04:05:06Z",
  eventName: "GetThing",
});
const records = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => record(`${prefix}${i}`));

function write(name: string, items: unknown[]): void {
  const text = name.endsWith(".json")
    ? JSON.stringify({ Records: items })
    : items.map((item) => JSON.stringify(item)).join("\n");
  writeFileSync(join(folder, name), text);
}

type Run = { totals: ImportTotals; problems: ImportProblem[]; end: boolean | Error };

async function run(options: { again?: boolean; signal?: AbortSignal } = {}): Promise<Run> {
  const { files } = await findSources([folder]);
  const destination: Destination = {
    url,
    key: "k",
    signal: options.signal ?? new AbortController().signal,
    firstWaitMs: 1,
  };
  const totals = noTotals();
  const problems: ImportProblem[] = [];
  const journal = new Journal(join(folder, "journal"), { url, tenantId: "t" });
  const end = await sendFiles({
    files: files.filter((file) => !file.path.includes("journal")),
    map: mapCloudTrail,
    destination,
    journal,
    again: options.again ?? false,
    totals,
    onProblem: (problem) => problems.push(problem),
    onSkipped: () => {},
  }).catch((error: Error) => error);
  return { totals, problems, end };
}

describe("sendFiles", () => {
  it("sends many files in few batches, and a second run sends nothing", async () => {
    for (let i = 0; i < 10; i++) write(`${i}.json`, records(`${i}-`, 150));
    const first = await run();
    expect(first.end).toBe(true);
    expect(first.totals).toMatchObject({ read: 1500, accepted: 1500, filesDone: 10 });
    expect(requests.map(({ events }) => events.length).sort()).toEqual([1000, 500]);
    expect(requests[0]?.authorization).toBe("Bearer k");

    const second = await run();
    expect(second.totals).toMatchObject({ read: 0, accepted: 0, filesDone: 0, filesBefore: 10 });
    expect(second.totals.bytes).toBe(first.totals.bytes);
    expect(requests).toHaveLength(2);

    const again = await run({ again: true });
    expect(again.totals).toMatchObject({ read: 1500, accepted: 0, duplicates: 1500 });
  });

  it("keeps a batch below 8 MiB", async () => {
    const large = records("l", 60).map((item) => ({ ...item, pad: "x".repeat(200_000) }));
    write("large.json", large);
    expect((await run()).totals).toMatchObject({ accepted: 60 });
    expect(requests.length).toBe(2);
  });

  it("refuses records by place and goes on", async () => {
    const deep = JSON.parse("[".repeat(40) + "]".repeat(40));
    const good = record("good");
    const bad = [{ eventName: "x" }, { ...good, deep }, { ...good, pad: "x".repeat(300_000) }];
    write("a.json", [good, ...bad, record("also good")]);
    writeFileSync(join(folder, "b.json"), "{ broken");
    writeFileSync(
      join(folder, "c.ndjson"),
      `{"n":1,"n":2,${JSON.stringify(record("c")).slice(1)}\n{`,
    );
    const { totals, problems } = await run();
    expect(taken).toEqual(["good", "also good"]);
    expect(totals).toMatchObject({ read: 7, accepted: 2, refused: 5, filesDone: 2 });
    expect(problems.map(({ file, where, reason }) => [basename(file), where, reason])).toEqual([
      ["a.json", "Records[1]", "has no eventID"],
      ["a.json", "Records[2]", expect.stringContaining("nests deeper than 32 levels")],
      ["a.json", "Records[3]", "is larger than 256 KiB"],
      ["b.json", undefined, expect.stringContaining("is not JSON")],
      ["c.ndjson", "line 1", 'has the name "n" twice in one object'],
      ["c.ndjson", "line 2", expect.stringContaining("is not JSON")],
    ]);
    expect((await run()).totals).toMatchObject({ filesBefore: 2, refusedBefore: 5 });
  });

  it("sends numbers as they were written", async () => {
    const numbers = "[0.1234567890123456789,1e-400,1e400,-0,1.50,9007199254740993]";
    writeFileSync(
      join(folder, "n.ndjson"),
      `{"n":${numbers},${JSON.stringify(record("n")).slice(1)}\n`,
    );
    expect((await run()).totals).toMatchObject({ accepted: 1, refused: 0 });
    expect(bodies.join()).toContain(`"n":${numbers}`);
  });

  it.each([207, 422])(
    "tells where the events were that the server refused with %i",
    async (status) => {
      write("a.json", [{ eventName: "x" }, record("a1")]);
      write("b.json", [record("b0")]);
      const rejected = [{ index: 1, id: "b0", path: "occurredAt", reason: "is odd" }];
      instead = () => ({ status, body: { accepted: 1, duplicates: 0, rejected } });
      const { totals, problems } = await run();
      expect(totals).toMatchObject({ accepted: 1, refused: 2 });
      expect(problems[1]).toEqual({
        file: join(folder, "b.json"),
        where: "Records[0]",
        reason: "occurredAt is odd",
      });
    },
  );

  it.each([401, 403])("stops at once with the server's words at %i", async (status) => {
    write("a.ndjson", records("a", 5000));
    instead = () => ({ status, body: { detail: "The key has expired." } });
    const { end, totals } = await run();
    expect(end).toBeInstanceOf(SendingStopped);
    expect(String(end)).toContain(`(${status}): The key has expired.`);
    expect(requests.length).toBeLessThanOrEqual(2);
    expect(totals.accepted).toBe(0);
  });

  it.each([
    [
      "a redirect",
      { status: 308, body: "", headers: { location: "https://x.test/" } },
      "redirects to",
    ],
    ["a page", { status: 200, body: "<html>" }, "not as Gatehouse does"],
    [
      "404",
      { status: 404, body: { detail: "There is no such thing." } },
      "There is no such thing.",
    ],
  ])("stops at %s", async (_, answer, message) => {
    write("a.json", records("a", 3));
    instead = () => answer;
    expect(String((await run()).end)).toContain(message);
    expect(requests).toHaveLength(1);
  });

  it.each([429, 500, 502, 503, 504])("tries again after %i", async (status) => {
    write("a.json", records("a", 3));
    instead = (_, request) => (request < 4 ? { status, body: {} } : undefined);
    expect((await run()).totals.accepted).toBe(3);
    expect(requests).toHaveLength(4);
  });

  it("tries again when an answer is lost, and doubles nothing", async () => {
    write("a.json", records("a", 3));
    instead = (events, request) => {
      if (request > 2) return undefined;
      take(events);
      server.closeAllConnections();
      return undefined;
    };
    expect((await run()).totals).toMatchObject({ accepted: 0, duplicates: 3 });
    expect(taken).toHaveLength(3);
  });

  it("gives up after some tries", async () => {
    write("a.json", records("a", 3));
    instead = () => ({ status: 503, body: {} });
    expect(String((await run()).end)).toContain("answers with 503, 8 times in a row");
    expect(requests).toHaveLength(8);
  });

  it("says when nothing listens", async () => {
    write("a.json", records("a", 3));
    await new Promise((resolve) => server.close(resolve));
    expect(String((await run()).end)).toContain("nothing listens there");
  });
});

describe("resuming", () => {
  const journalFile = () => join(folder, "journal", readdirSync(join(folder, "journal"))[0] ?? "");

  it("goes on inside a file where a stopped run had come to", async () => {
    write("a.ndjson", records("a", 4500));
    instead = (_, request) => (request > 2 ? { status: 403, body: {} } : undefined);
    const first = await run();
    expect(first.totals.accepted).toBe(2000);
    instead = () => undefined;
    requests = [];
    const second = await run();
    expect(second.end).toBe(true);
    expect(second.totals).toMatchObject({ recordsBefore: 2000, read: 2500, accepted: 2500 });
    expect(new Set(taken).size).toBe(4500);
  });

  it("does not take a later batch's answer for the earlier one's", async () => {
    write("a.ndjson", records("a", 4500));
    instead = ([first]) => (first?.id === "a0" ? { status: 403, body: {} } : undefined);
    expect((await run()).totals.accepted).toBe(1000);
    instead = () => undefined;
    const { totals } = await run();
    expect(totals).toMatchObject({ recordsBefore: 0, read: 4500, duplicates: 1000 });
    expect(new Set(taken).size).toBe(4500);
  });

  it("ends between batches when it is told to", async () => {
    write("a.ndjson", records("a", 4500));
    const stop = new AbortController();
    instead = () => {
      stop.abort();
      return undefined;
    };
    const { end, totals } = await run({ signal: stop.signal });
    expect(end).toBe(false);
    expect(totals.accepted).toBe(taken.length);
    expect(taken.length).toBeLessThan(4500);
    instead = () => undefined;
    expect((await run()).totals.recordsBefore).toBe(totals.accepted);
    expect(taken).toHaveLength(4500);
  });

  it("reads a journal whose last line was cut off", async () => {
    write("a.json", records("a", 10));
    await run();
    const text = readFileSync(journalFile(), "utf8");
    writeFileSync(journalFile(), text.slice(0, -20));
    expect((await run()).totals).toMatchObject({ filesBefore: 0, duplicates: 10 });
    expect((await run()).totals).toMatchObject({ filesBefore: 1, read: 0 });
  });

  it("sends a file whose content has changed", async () => {
    write("a.json", records("a", 10));
    await run();
    write("a.json", records("a", 11));
    expect((await run()).totals).toMatchObject({ filesBefore: 0, accepted: 1, duplicates: 10 });
  });
});
