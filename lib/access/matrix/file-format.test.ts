import { describe, expect, it } from "vitest";
import { fileFormats } from "./file-format.ts";
import { type MatrixColumn, matrixFilters } from "./schema.ts";

const columns: MatrixColumn[] = [
  { id: "user.read", sentence: "See people.", category: "c", risk: "low", on: null, areas: [] },
  { id: "role.read", sentence: "See roles.", category: "c", risk: "low", on: null, areas: [] },
];
const row = { id: "r1", name: "Clerk", detail: "Writes, reads", cells: "A." };

describe("a file", () => {
  it("is CSV that Excel reads as UTF-8, with lines that end as RFC 4180 says", () => {
    const { begin, rows, end } = fileFormats.csv;
    const filters = matrixFilters.parse({});
    const text = begin(columns, filters, new Date(0)) + rows([row], "roles", true) + end();
    expect(text).toBe(
      '\uFEFFrole,description,id,user.read,role.read\r\nClerk,"Writes, reads",r1,allowed,no\r\n',
    );
  });

  it.each([0, 1, 3])("is JSON with %i pieces of rows", (pieces) => {
    const { begin, rows, end } = fileFormats.json;
    const filters = matrixFilters.parse({ view: "people", text: "a" });
    const parts = Array.from({ length: pieces }, (_, i) => rows([row, row], "people", i === 0));
    const parsed = JSON.parse(begin(columns, filters, new Date(0)) + parts.join("") + end());
    expect(parsed).toMatchObject({
      exportedAt: "1970-01-01T00:00:00.000Z",
      filters: { view: "people", text: "a" },
      permissions: [{ id: "user.read" }, { id: "role.read" }],
    });
    expect(parsed.rows).toEqual(
      Array.from({ length: pieces * 2 }, () => ({
        id: "r1",
        name: "Clerk",
        email: "Writes, reads",
        cells: ["allowed", "no"],
      })),
    );
  });
});
