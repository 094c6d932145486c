import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvHead, csvLine } from "./csv.ts";

describe("csvLine", () => {
  test("quotes what would end a cell or a line", () => {
    expect(csvLine(["a", 1, null, true])).toBe("a,1,,true\r\n");
    expect(csvLine(['say "hi"', "a,b", "two\nlines"])).toBe('"say ""hi""","a,b","two\nlines"\r\n');
  });

  test.each([
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "\r=1",
    "＝1+1",
    "＠SUM(A1)",
    "-",
  ])("keeps %j a text", (text) => {
    expect(csvLine([text])).toMatch(/^"?'/);
  });

  test.each([
    ["-5", "-5"],
    ["+3.25", "+3.25"],
    ["-1.5e3", "-1.5e3"],
    ["-1E-7", "-1E-7"],
    ["-1,234.56", '"-1,234.56"'],
    ["-1.234,56", '"-1.234,56"'],
    ["-1 234", "-1 234"],
    ["-12.5%", "-12.5%"],
  ])("leaves the number %s alone", (text, cell) => {
    expect(csvLine([text])).toBe(`${cell}\r\n`);
  });

  test("leaves numbers alone", () => {
    expect(csvLine([-5, 1e-7, -1.5e21])).toBe("-5,1e-7,-1.5e+21\r\n");
  });

  test.each([
    ["a;=1+1", "a;'=1+1"],
    ["a; @SUM(A1)", "a; '@SUM(A1)"],
    ["a\t＝1", "a\t'＝1"],
    ["a\n-1+cmd", '"a\n\'-1+cmd"'],
  ])("keeps %j a text where a semicolon divides cells", (text, cell) => {
    expect(csvLine([text])).toBe(`${cell}\r\n`);
  });

  test("is read back as it was written, but for the apostrophe", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (cells) => {
        const read = readLine(csvLine(cells));
        expect(read).toHaveLength(cells.length);
        read.forEach((cell, index) => {
          const bare = (text = "") => text.replaceAll("'", "");
          expect(bare(cell)).toBe(bare(cells[index]));
        });
      }),
    );
  });
});

test("a file begins with the mark of UTF-8", () => {
  expect(csvHead(["a", "b"])).toBe("\uFEFFa,b\r\n");
});

/** A reader that knows nothing of the writer: one character after another. */
function readLine(line: string): string[] {
  const cells = [""];
  let isQuoted = false;
  const body = line.slice(0, -2);
  for (let i = 0; i < body.length; i++) {
    const char = body.charAt(i);
    if (isQuoted && char === '"' && body.charAt(i + 1) === '"') {
      cells.push(`${cells.pop()}"`);
      i++;
    } else if (char === '"') isQuoted = !isQuoted;
    else if (char === "," && !isQuoted) cells.push("");
    else cells.push(`${cells.pop()}${char}`);
  }
  return cells;
}
