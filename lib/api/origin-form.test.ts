import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { toOriginForm } from "./origin-form.ts";

/** The target and the host that a request is answered for. */
function formOf(url: string): [string | undefined, string | undefined] {
  const request = { url, headers: { host: "portal.example" } } as IncomingMessage;
  toOriginForm(request);
  return [request.url, request.headers.host];
}

describe("a request in absolute form", () => {
  it.each([
    ["http://evil.example/login", "/login", "evil.example"],
    ["HTTPS://evil.example:8443/a?b=http://c/d", "/a?b=http://c/d", "evil.example:8443"],
    ["http://evil.example", "/", "evil.example"],
    ["http://evil.example?a=1", "/?a=1", "evil.example"],
    ["http://[2001:db8::1]:80/x", "/x", "[2001:db8::1]:80"],
  ])("%s is one for %s of %s", (url, path, host) => {
    expect(formOf(url)).toEqual([path, host]);
  });

  it.each(["/login", "/a?b=http://c/d", "//evil.example/login"])("is not %s", (url) => {
    expect(formOf(url)).toEqual([url, "portal.example"]);
  });

  it.each(["http:", "http:/login", "http:login", "http://", "http:///login", "http://a@b/", "*"])(
    "cannot be made of %s, which is refused",
    (url) => {
      expect(formOf(url)).toEqual([url, "portal.example"]);
    },
  );
});
