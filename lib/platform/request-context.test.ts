import type { IncomingMessage } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { log } from "./log.ts";
import { headerOf, type ProxyHeader, requestContext, stampRequest } from "./request-context.ts";

function stamped(
  remoteAddress: string,
  headers: Record<string, string>,
  trustedProxies: number,
  header?: ProxyHeader,
) {
  const request = {
    headers: { ...headers },
    socket: { remoteAddress },
  } as unknown as IncomingMessage;
  const requestId = stampRequest(request, trustedProxies, header);
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
    ["a proxy that adds ports", "10.0.0.1", "6.6.6.6, 203.0.113.7:51234", 1, "203.0.113.7"],
    ["IPv6 with a port", "10.0.0.1", "[2001:db8::1]:443", 1, "2001:db8::1"],
    ["a link-local client", "fe80::1%eth0", "", 0, "fe80::1"],
  ])("%s", (_name, remote, forwarded, proxies, expected) => {
    const headers = {
      ...(forwarded && { "x-forwarded-for": forwarded }),
      "x-gatehouse-client-ip": "6.6.6.6",
    };
    expect(stamped(remote, headers, proxies).ip).toBe(expected);
  });
});

describe("the header that proxies append to", () => {
  const both = { forwarded: "for=6.6.6.6", "x-forwarded-for": "203.0.113.9" };

  it("is X-Forwarded-For, and Forwarded only where there is none", () => {
    expect(stamped("10.0.0.1", both, 1).ip).toBe("203.0.113.9");
    const forwarded = 'for=6.6.6.6, for="[2001:db8::1]:443";proto=https';
    expect(stamped("10.0.0.1", { forwarded }, 1).ip).toBe("2001:db8::1");
    expect(stamped("10.0.0.1", { forwarded }, 0).ip).toBe("10.0.0.1");
  });

  it("is Forwarded alone where the installation says so: the other could be the client's", () => {
    const forged = { forwarded: "for=203.0.113.9", "x-forwarded-for": "6.6.6.6" };
    expect(stamped("10.0.0.1", forged, 1, "forwarded").ip).toBe("203.0.113.9");
    expect(stamped("10.0.0.1", { "x-forwarded-for": "6.6.6.6" }, 1, "forwarded").ip).toBe(
      "10.0.0.1",
    );
  });

  it("is noticed, once, where the installation knows of no proxy", () => {
    const warned = vi.spyOn(log, "warn");
    Reflect.deleteProperty(globalThis, Symbol.for("gatehouse.warnedOfProxy"));
    stamped("10.0.0.1", { "x-forwarded-for": "203.0.113.9" }, 0);
    stamped("10.0.0.1", { forwarded: "for=203.0.113.9" }, 0);
    expect(warned.mock.calls.map(([, message]) => message)).toEqual([
      expect.stringContaining("TRUSTED_PROXIES is 0"),
    ]);
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
