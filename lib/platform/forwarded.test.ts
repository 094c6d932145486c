import { describe, expect, it } from "vitest";
import { addressOf, forwarded } from "./forwarded.ts";

describe("an address", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    [" 203.0.113.7 ", "203.0.113.7"],
    ["203.0.113.7:51234", "203.0.113.7"],
    ['"203.0.113.7:51234"', "203.0.113.7"],
    ["2001:db8::1", "2001:db8::1"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ['"[2001:db8::1]:443"', "2001:db8::1"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["[::ffff:203.0.113.9]:80", "203.0.113.9"],
    ["fe80::1%eth0", "fe80::1"],
    ["[fe80::1%25eth0]:80", "fe80::1"],
    ["203.0.113.7:_obfuscated", "203.0.113.7"],
    ["unknown", null],
    ["_hidden", null],
    ["", null],
    ["127.1", null],
    ["0x7f000001", null],
    ["3405803783", null],
    ["203.0.113.7:51234, 10.0.0.1", null],
    ["[203.0.113.7", null],
  ])("%j is %j", (text, expected) => {
    expect(addressOf(text)).toBe(expected);
  });
});

describe("the header of RFC 7239", () => {
  it.each([
    ["for=192.0.2.43", ["192.0.2.43"]],
    ["for=192.0.2.60;proto=http;by=203.0.113.43", ["192.0.2.60"]],
    ['For="[2001:db8:cafe::17]:4711"', ['"[2001:db8:cafe::17]:4711"']],
    ["for=192.0.2.43, for=198.51.100.17", ["192.0.2.43", "198.51.100.17"]],
    ['for="a,b;for=6.6.6.6", for=198.51.100.17', ['"a,b;for=6.6.6.6"', "198.51.100.17"]],
    ["by=203.0.113.43, for=198.51.100.17", ["", "198.51.100.17"]],
    ['for="192.0.2.43\\:80"', ['"192.0.2.43:80"']],
  ])("%s", (header, hops) => {
    expect(forwarded(header)).toEqual(hops);
  });

  it("takes time in proportion to its length, whatever it is", () => {
    const started = performance.now();
    for (const text of ['"', "\\", 'a="', "=", ",", "for="]) forwarded(text.repeat(16_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
