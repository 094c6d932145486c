import { expect, it } from "vitest";
import { isOutage } from "./outage.ts";

const coded = (code: string) => Object.assign(new Error("x"), { code });

it.each([
  coded("ECONNREFUSED"),
  coded("57P01"),
  coded("08006"),
  coded("P2024"),
  new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")]),
  new Error("Connection terminated unexpectedly"),
  new Error("x", { cause: { kind: "DatabaseNotReachable" } }),
])("%o is an outage", (error) => {
  expect(isOutage(error)).toBe(true);
});

it.each([coded("23505"), coded("57014"), new Error("x"), "ECONNREFUSED", null, undefined])(
  "%o is none",
  (error) => {
    expect(isOutage(error)).toBe(false);
  },
);

it("ends where causes go in a circle", () => {
  const error = new Error("x");
  error.cause = error;
  expect(isOutage(error)).toBe(false);
});
