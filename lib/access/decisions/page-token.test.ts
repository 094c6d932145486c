import { describe, expect, it } from "vitest";
import { placeOf, type Search, tokenOf } from "./page-token.ts";

type Asked = Search["request"] & { subject: { type: string }; page: { limit: number } };
const request: Asked = { subject: { type: "user" }, page: { limit: 2 } };
const search: Search = { tenantId: "a", kind: "subject", request };
const withToken = (token: string, changes: Partial<Search> = {}): Search => ({
  ...search,
  ...changes,
  request: { ...request, ...changes.request, page: { ...request.page, token } },
});

/** The same search going on, without saying again how long a page is. */
const goingOn = (token: string): Search => ({
  ...search,
  request: { ...request, page: { token } },
});

describe("a page token", () => {
  it("gives its place back to the search that it was made for, whether that says its limit again", () => {
    for (const after of ["", "d-1", "ü/'\"", "x".repeat(512)]) {
      const place = { after, limit: 2 };
      const token = tokenOf(search, place);
      expect(placeOf(withToken(token))).toEqual(place);
      expect(placeOf(goingOn(token))).toEqual(place);
    }
    expect(placeOf(search)).toEqual({ after: null, limit: 2 });
    expect(placeOf(withToken(""))).toEqual({ after: null, limit: 2 });
  });

  it("of a search that said no limit is refused when one is said later", () => {
    const token = tokenOf(goingOn(""), { after: "d-1", limit: null });
    expect(placeOf(goingOn(token))).toEqual({ after: "d-1", limit: null });
    expect(() => placeOf(withToken(token))).toThrow("does not belong");
  });

  it("is refused by every other search", () => {
    const token = tokenOf(search, { after: "d-1", limit: 2 });
    const other: Asked = { ...request, subject: { type: "robot" } };
    const longer = { ...request, page: { limit: 3, token } };
    const sorted = { ...request, page: { token, properties: { sort: "name" } } };
    const others: Search[] = [
      withToken(token, { tenantId: "b" }),
      withToken(token, { kind: "resource" }),
      withToken(token, { request: other }),
      { ...search, request: longer },
      { ...search, request: sorted },
      withToken(`${token}A`.slice(2)),
      withToken("not a token"),
      withToken(Buffer.from('["x",1]').toString("base64url")),
    ];
    for (const one of others) expect(() => placeOf(one)).toThrow("does not belong");
  });
});
