import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findSources } from "./find-sources.ts";
import { describeProblem } from "./problem.ts";
import { contentHash, NotEvents, readRecords, type SourceRecord } from "./read-records.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-import-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function read(path: string): Promise<SourceRecord[]> {
  return Array.fromAsync(readRecords({ path, bytes: 1000 }));
}

const three = [{ eventID: "a" }, { eventID: "b" }, { eventID: "ü" }];
const lines = three.map((record) => JSON.stringify(record)).join("\n");

describe("readRecords", () => {
  it.each([
    ["Records", "x.json", JSON.stringify({ Records: three }), "Records[1]"],
    ["a list", "x.json", JSON.stringify(three), "record [1]"],
    ["a byte order mark", "x.json", `\ufeff${JSON.stringify(three)}`, "record [1]"],
    ["gzip", "x.json.gz", gzipSync(JSON.stringify({ Records: three })), "Records[1]"],
    ["lines", "x.ndjson", lines, "line 2"],
    [
      "lines with an end, CRLF and gaps",
      "x.jsonl",
      `${lines.replaceAll("\n", "\r\n\n")}\n`,
      "line 3",
    ],
    ["packed lines", "x.ndjson.gz", gzipSync(lines), "line 2"],
    ["Records on a line", "x.ndjson", JSON.stringify({ Records: three }), "line 1, Records[1]"],
  ])("reads %s", async (_, name, content, where) => {
    const found = await read(write(name, content));
    expect(found.map((item) => "record" in item && item.record)).toEqual(three);
    expect(found[1]?.where).toBe(where);
  });

  it("reads lines that lie across the chunks of the disk", async () => {
    const records = Array.from({ length: 500 }, (_, i) => ({
      eventID: `${i}`,
      pad: "é".repeat(400),
    }));
    const path = write("x.ndjson", records.map((record) => JSON.stringify(record)).join("\n"));
    const found = await read(path);
    expect(found.map((item) => "record" in item && item.record)).toEqual(records);
  });

  it("goes on after a line that is broken", async () => {
    const broken = Buffer.concat([
      Buffer.from('{"eventID":"a"}\n{"eventID":\n"'),
      Buffer.from([255]),
    ]);
    const found = await read(write("x.ndjson", Buffer.concat([broken, Buffer.from('"\n[]\n7')])));
    expect(found.map((item) => ("reason" in item ? item.reason : item.where))).toEqual([
      "line 1",
      expect.stringContaining("is not JSON"),
      "is not valid UTF-8",
      'has neither "Records" nor a CloudTrail record',
    ]);
  });

  it.each([
    ["x.json", "{ ", "is not JSON"],
    ["x.json", "", "is not JSON"],
    ["x.json", Buffer.from([0x22, 0xff, 0x22]), "is not valid UTF-8"],
    ["x.json", '{"hello":1}', 'has neither "Records"'],
    ["x.json.gz", "no gzip", "is not gzip"],
    ["x.json.gz", gzipSync(lines).subarray(0, 40), "is cut off"],
  ])("cannot read %s with %o", async (name, content, reason) => {
    await expect(read(write(name, content))).rejects.toThrow(reason);
  });

  it("knows CloudTrail's digest files", async () => {
    const digest = JSON.stringify({ digestStartTime: "2026-01-01T00:00:00Z", logFiles: [] });
    await expect(read(write("d.json", digest))).rejects.toThrow(NotEvents);
  });

  it("says what happened to a file that is gone", async () => {
    await expect(read(join(folder, "gone.json"))).rejects.toThrow("there is no such file");
    await expect(contentHash(join(folder, "gone.json"))).rejects.toThrow("there is no such file");
  });
});

describe("findSources", () => {
  it("finds files in folders, by name, and names the others", async () => {
    write("b.json", "{}");
    write("a/2.json.gz", "");
    write("a/1.ndjson", "");
    write("a/LICENSE", "");
    symlinkSync(folder, join(folder, "a", "up"));
    const { files, skipped, problems } = await findSources([folder, join(folder, "b.json")]);
    expect(files.map((file) => file.path)).toEqual(
      ["a/1.ndjson", "a/2.json.gz", "b.json"].map((name) => join(folder, name)),
    );
    expect(skipped).toEqual([join(folder, "a/LICENSE"), join(folder, "a/up")]);
    expect(problems).toEqual([]);
  });

  it("says what is wrong with each path, and takes the others", async () => {
    mkdirSync(join(folder, "empty"));
    const note = write("note.txt", "");
    const good = write("good.json", "{}");
    const paths = [join(folder, "gone"), join(folder, "empty"), note, good];
    const { files, problems } = await findSources(paths);
    expect(files).toEqual([{ path: good, bytes: 2 }]);
    expect(problems.map((problem) => problem.reason)).toEqual([
      "there is no such file or folder",
      "holds no .json, .json.gz or .ndjson file",
      "is not a .json, .json.gz, .ndjson or .jsonl file",
    ]);
  });
});

describe("describeProblem", () => {
  it("names the place and lets no control character through", () => {
    const problem = { file: "a\u001b[31m.json", where: "Records[3]", reason: "has no eventID" };
    expect(describeProblem(problem)).toBe("a�[31m.json, Records[3]: has no eventID");
  });
});
