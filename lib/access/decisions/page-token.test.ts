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

describe("a page token", () => {
  it("gives its place back to the search that it was made for", () => {
    for (const place of ["", "d-1", "ü/'\"", "x".repeat(512)]) {
      expect(placeOf(withToken(tokenOf(search, place)))).toBe(place);
    }
    expect(placeOf(search)).toBeNull();
    expect(placeOf(withToken(""))).toBeNull();
  });

  it("is refused by every other search", () => {
    const token = tokenOf(search, "d-1");
    const other: Asked = { ...request, subject: { type: "robot" } };
    const longer = { ...request, page: { limit: 3, token } };
    const others: Search[] = [
      withToken(token, { tenantId: "b" }),
      withToken(token, { kind: "resource" }),
      withToken(token, { request: other }),
      { ...search, request: longer },
      withToken(`${token}A`.slice(2)),
      withToken("not a token"),
      withToken(Buffer.from('["x",1]').toString("base64url")),
    ];
    for (const one of others) expect(() => placeOf(one)).toThrow("does not belong");
  });
});
