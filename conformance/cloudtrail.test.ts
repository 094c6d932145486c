// Real CloudTrail files through the real command and the real API, and found again.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { AuditEvent, AuditPage, AuditRow } from "#lib/events/schema";
import { importCommand } from "#scripts/commands/import";
import { startApi } from "#testing/api-server";
import { setUpTestDatabase } from "#testing/database";
import { Factory } from "#testing/factories";

const data = process.env.CONFORMANCE_DATA ?? "";
const cloudtrail = join(data, "cloudtrail");
const attacks = join(data, "attacks");
const EVENTS = 2_900;

type CloudTrailRecord = {
  eventID: string;
  errorCode?: string;
  sourceIPAddress?: string;
  userIdentity?: { accessKeyId?: string };
  requestParameters?: { bucketName?: string } | null;
  responseElements?: { ConsoleLogin?: string } | null;
};

/** The records as they lie in the files, read without any code of the importer. */
function recordsIn(folder: string): CloudTrailRecord[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.flatMap((name) => {
    const content = JSON.parse(readFileSync(join(folder, name), "utf8"));
    return (Array.isArray(content) ? content : content.Records) as CloudTrailRecord[];
  });
}

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const dataFolder = mkdtempSync(join(tmpdir(), "gatehouse-conformance-"));
let api: Awaited<ReturnType<typeof startApi>>;
let key: string;

beforeAll(async () => {
  api = await startApi();
  await useNewTenant();
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  vi.unstubAllEnvs();
  await api.close();
  rmSync(dataFolder, { recursive: true });
});

async function useNewTenant(): Promise<void> {
  const tenantId = await factory.createTenant();
  ({ key } = await factory.createKey(tenantId, ["audit.record", "audit.read"]));
  vi.stubEnv("GATEHOUSE_DATA_DIR", dataFolder);
  vi.stubEnv("GATEHOUSE_URL", api.url);
  vi.stubEnv("GATEHOUSE_API_KEY", key);
}

/** Runs the command as the terminal would, and gives what it said. */
async function runImport(...args: string[]): Promise<{ code: number; output: string }> {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  vi.spyOn(console, "log").mockImplementation(print);
  vi.spyOn(console, "error").mockImplementation(print);
  const code = await importCommand(["cloudtrail", ...args], new AbortController().signal);
  return { code, output: lines.join("\n") };
}

async function get<Answer>(path: string): Promise<Answer> {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  expect(response.status, path).toBe(200);
  return (await response.json()) as Answer;
}

type Direction = "nextCursor" | "previousCursor";
type Walk = { rows: AuditRow[]; last: AuditPage };

/** Every page in one direction, from the first page or the cursor on, in the order of reading. */
async function walk(filters: object, direction: Direction, cursor?: string | null): Promise<Walk> {
  const query = new URLSearchParams({ source: "cloudtrail", limit: "200", ...filters });
  const rows: AuditRow[] = [];
  for (let from = cursor; ; ) {
    if (from) query.set("cursor", from);
    const page = await get<AuditPage>(`/audit/events?${query}`);
    rows.push(...(direction === "nextCursor" ? page.rows : page.rows.toReversed()));
    from = page[direction];
    if (!from) return { rows, last: page };
  }
}

async function search(filters: object): Promise<AuditRow[]> {
  return (await walk(filters, "nextCursor")).rows;
}

const alreadyRead = new Map<string, AuditEvent>();

/** The events whole, by the sender's id. */
async function readWhole(rows: AuditRow[]): Promise<Map<string, AuditEvent>> {
  const queue = rows.filter((row) => !alreadyRead.has(row.id)).values();
  const work = async () => {
    for (const { id } of queue) alreadyRead.set(id, await get(`/audit/events/${id}`));
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const events = rows.map((row) => alreadyRead.get(row.id)).filter((event) => event !== undefined);
  return new Map(events.map((event) => [event.eventId, event]));
}

async function senderIds(rows: AuditRow[]): Promise<string[]> {
  return [...(await readWhole(rows)).keys()].sort();
}

describe("the 2,900 events of cloudtrail/", () => {
  const records = recordsIn(cloudtrail);
  const idsOf = (found: CloudTrailRecord[]) => found.map((record) => record.eventID).sort();

  it("come in whole", async () => {
    expect(records).toHaveLength(EVENTS);
    const { code, output } = await runImport(cloudtrail);
    expect(output).toMatch(
      /^2,900 read, 2,900 added, 0 already there, 0 refused \(.* s, .*\/s\)$/m,
    );
    expect(output).toContain(`Skipped ${join(cloudtrail, "LICENSE")}`);
    expect(code).toBe(0);
  });

  it("are found by paging forwards, and again backwards", async () => {
    const { rows, last } = await walk({}, "nextCursor");
    expect(rows).toHaveLength(EVENTS);
    expect(new Set(rows.map((row) => row.id)).size).toBe(EVENTS);
    const back = await walk({}, "previousCursor", last.previousCursor);
    expect([...last.rows.toReversed(), ...back.rows].toReversed()).toEqual(rows);
  });

  it("keep their source form", async () => {
    const events = await readWhole(await search({}));
    expect([...events.keys()].sort()).toEqual(idsOf(records));
    for (const record of records) expect(events.get(record.eventID)?.raw).toEqual(record);
  });

  it("are not sent by a second run, and not doubled by --again", async () => {
    const second = await runImport(cloudtrail);
    expect(second.output).toContain("55 files were imported before.");
    expect(second.output).toMatch(/^0 read, 0 added, 0 already there, 0 refused/m);
    const again = await runImport(cloudtrail, "--again");
    expect(again.output).toMatch(/^2,900 read, 0 added, 2,900 already there, 0 refused/m);
    expect([second.code, again.code]).toEqual([0, 0]);
    expect(await search({})).toHaveLength(EVENTS);
  });

  it("have the outcomes that their error codes tell", async () => {
    const errors = records.filter((record) => record.errorCode !== undefined);
    const failedLogins = records.filter(
      (record) => !record.errorCode && record.responseElements?.ConsoleLogin === "Failure",
    );
    const failures = await search({ outcome: "failure" });
    const denials = await search({ outcome: "denied" });
    expect(errors).toHaveLength(300);
    expect(await senderIds([...failures, ...denials])).toEqual(idsOf([...errors, ...failedLogins]));
    const codes = [...(await readWhole(denials)).values()].map(
      (event) => (event.raw as CloudTrailRecord).errorCode,
    );
    expect([...new Set(codes)].sort()).toEqual(["AccessDenied", "Client.UnauthorizedOperation"]);
  });

  it("are found by CIDR block", async () => {
    const inBlock = records.filter((record) => record.sourceIPAddress?.startsWith("192.168.10."));
    expect(inBlock).toHaveLength(2_154);
    expect(await senderIds(await search({ ip: "192.168.10.0/24" }))).toEqual(idsOf(inBlock));
  });

  it("are found by every access key id in them", async () => {
    const words = distinct(records.map((record) => record.userIdentity?.accessKeyId));
    expect(words.length).toBeGreaterThan(10);
    for (const word of words) {
      const holders = records.filter((record) => JSON.stringify(record).includes(word));
      expect(await senderIds(await search({ text: word })), word).toEqual(idsOf(holders));
    }
  });

  it("are found by every bucket name in them", async () => {
    const names = distinct(records.map((record) => record.requestParameters?.bucketName));
    expect(names.length).toBeGreaterThan(10);
    const begins = new Map(records.map((record) => [record, wordBeginnings(record)]));
    for (const name of names) {
      const words = name.toLowerCase().split(/[^a-z0-9]+/);
      const matches = records.filter((record) =>
        words.every((word) => begins.get(record)?.some((begin) => begin.startsWith(word))),
      );
      const found = await senderIds(await search({ text: name }));
      expect(found, name).toEqual(idsOf(matches));
      const holders = records.filter((record) => JSON.stringify(record).includes(name));
      expect(found, name).toEqual(expect.arrayContaining(idsOf(holders)));
    }
  });
});

function distinct(words: (string | undefined)[]): string[] {
  return [...new Set(words)].filter((word) => word !== undefined);
}

/** Everything in a record's values that a word of a search may begin. */
function wordBeginnings(record: CloudTrailRecord): string[] {
  const values: string[] = [];
  JSON.stringify(record, (_, value) => {
    if (typeof value === "string" || typeof value === "number") values.push(String(value));
    return value;
  });
  const text = values.join(" ");
  const parts = text.replaceAll(/([a-z])([A-Z])/g, "$1 $2");
  return `${text} ${parts}`.toLowerCase().split(/[^a-z0-9]+/);
}

describe("the attacks of attacks/", () => {
  it("come in whole, though their files are bare lists", async () => {
    await useNewTenant();
    const records = recordsIn(attacks);
    expect(records).toHaveLength(310);
    const { code, output } = await runImport(attacks);
    expect(output).toMatch(/^310 read, 310 added, 0 already there, 0 refused/m);
    expect(code).toBe(0);
    const events = await readWhole(await search({}));
    for (const record of records) expect(events.get(record.eventID)?.raw).toEqual(record);
  });
});
