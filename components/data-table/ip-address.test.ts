import { describe, expect, test } from "vitest";
import { addressProblem } from "./ip-address.ts";

describe("addressProblem", () => {
  test.each([
    "203.0.113.7",
    " 203.0.113.7 ",
    "0.0.0.0/0",
    "10.0.0.0/8",
    "192.168.10.20/32",
    "::1",
    "2001:db8::/32",
    "2001:DB8:0:0:8:800:200C:417A/128",
    "::ffff:192.0.2.1",
  ])("accepts %s", (text) => {
    expect(addressProblem(text)).toBeNull();
  });

  test.each([
    "",
    "10",
    "10.0.0",
    "256.1.1.1",
    "01.2.3.4",
    "1.2.3.4.5",
    "example.com",
    "1::2::3",
    "fe80::1%eth0",
    "]/#",
    "10.0.0.0/8/8",
  ])("refuses %j and shows how to write one", (text) => {
    expect(addressProblem(text)).toContain("203.0.113.7");
  });

  test.each([
    ["10.0.0.0/33", "0 to 32"],
    ["10.0.0.0/", "0 to 32"],
    ["10.0.0.0/a", "0 to 32"],
    ["2001:db8::/129", "0 to 128"],
  ])("names the range of the prefix: %s", (text, range) => {
    expect(addressProblem(text)).toContain(range);
  });
});
