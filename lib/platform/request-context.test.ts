import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { headerOf, requestContext, stampRequest } from "./request-context.ts";

function stamped(remoteAddress: string, headers: Record<string, string>, trustedProxies: number) {
  const request = {
    headers: { ...headers },
    socket: { remoteAddress },
  } as unknown as IncomingMessage;
  const requestId = stampRequest(request, trustedProxies);
  const context = requestContext(headerOf(request.headers));
  expect(context.requestId).toBe(requestId);
  return context;
}

describe("the client's address", () => {
  it.each([
    ["no proxy: nobody is believed", "203.0.113.9", "1.1.1.1", 0, "203.0.113.9"],
    ["one proxy: the last hop", "10.0.0.1", "6.6.6.6, 203.0.113.9", 1, "203.0.113.9"],
    [
      "two proxies: the last but one",
      "10.0.0.1",
      "6.6.6.6, 203.0.113.9, 10.0.0.2",
      2,
      "203.0.113.9",
    ],
    ["fewer hops than proxies: the connection's own", "10.0.0.1", "", 2, "10.0.0.1"],
    ["IPv4 in IPv6", "::ffff:203.0.113.9", "", 0, "203.0.113.9"],
    ["garbage from the proxy", "10.0.0.1", "unknown", 1, null],
  ])("%s", (_name, remote, forwarded, proxies, expected) => {
    const headers = {
      ...(forwarded && { "x-forwarded-for": forwarded }),
      "x-gatehouse-client-ip": "6.6.6.6",
    };
    expect(stamped(remote, headers, proxies).ip).toBe(expected);
  });
});

describe("the request id", () => {
  it("is ours unless a trusted proxy brings an acceptable one", () => {
    const claimed = { "x-request-id": "claimed-id-1234" };
    expect(stamped("10.0.0.1", claimed, 0).requestId).not.toBe("claimed-id-1234");
    expect(stamped("10.0.0.1", claimed, 1).requestId).toBe("claimed-id-1234");
    const hostile = { "x-request-id": "<script>\n".repeat(50) };
    expect(stamped("10.0.0.1", hostile, 1).requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});
