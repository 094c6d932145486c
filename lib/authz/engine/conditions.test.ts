import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Comparison,
  type ConditionFact,
  comparisonOperators,
  compileConditions,
  permissionsNeeded,
  type SaidProperties,
} from "./conditions.ts";

const comparing = (said: Partial<Comparison> = {}): Comparison => ({
  source: "action",
  property: "soft",
  type: "boolean",
  fallback: null,
  operator: "is",
  value: false,
  ...said,
});
const beside = (...comparisons: Comparison[]): ConditionFact => ({
  permission: "record.purge",
  of: "record.delete",
  comparisons,
});
/** Whether a question about deleting needs the permission to purge. */
const needs = (fact: ConditionFact, said: SaidProperties, permission = "record.delete") =>
  permissionsNeeded(compileConditions([fact]), permission, said).includes("record.purge");

describe("a permission that is needed beside another", () => {
  it("is needed when what is said meets the condition, and not when it does not", () => {
    expect(needs(beside(comparing()), { action: { soft: false } })).toBe(true);
    expect(needs(beside(comparing()), { action: { soft: true } })).toBe(false);
    const large = beside(
      comparing({ property: "amount", type: "number", operator: "at_least", value: 1_000 }),
    );
    const amounts = [999.99, 1_000, 1e300, -1].map((amount) =>
      needs(large, { action: { amount } }),
    );
    expect(amounts).toEqual([false, true, true, false]);
    const archived = beside(
      comparing({ source: "resource", property: "status", type: "string", value: "archivé" }),
    );
    const statuses = ["archivé", "archive\u0301", "active"].map((status) =>
      needs(archived, { resource: { status } }),
    );
    expect(statuses).toEqual([true, true, false]);
    expect(needs(archived, { action: { status: "archivé" }, resource: { status: "x" } })).toBe(
      false,
    );
  });

  it("is needed when it cannot be told: nothing helps by being left out or by being odd", () => {
    const odd: SaidProperties[] = [
      {},
      { action: undefined },
      { action: {} },
      { action: { Soft: true } },
      { action: { soft: "true" } },
      { action: { soft: 1 } },
      { action: { soft: null } },
      { action: { soft: [true] } },
      { action: { soft: { toString: "true" } } },
      { resource: { soft: true } },
      { action: JSON.parse('{"__proto__": {"soft": true}}') },
    ];
    for (const said of odd)
      expect(needs(beside(comparing()), said), JSON.stringify(said)).toBe(true);
  });

  it("has a value for what is not said when one was declared, and none for what is odd", () => {
    const fact = beside(comparing({ fallback: true }));
    expect([needs(fact, {}), needs(fact, { action: { soft: false } })]).toEqual([false, true]);
    expect(needs(fact, { action: { soft: "no" } })).toBe(true);
  });

  it("never stands alone, and stands beside nothing else", () => {
    const conditions = compileConditions([beside(comparing())]);
    const needed = (permission: string) => permissionsNeeded(conditions, permission, {});
    expect(needed("record.read")).toEqual(["record.read"]);
    expect(needed("record.purge").toSorted()).toEqual(["record.delete", "record.purge"]);
    const said = { action: { soft: true } };
    expect(permissionsNeeded(conditions, "record.purge", said)).toContain("record.delete");
  });

  it("is needed unless one of its comparisons is known to fail, whatever they are", () => {
    const property = fc.constantFrom("a", "b", "c");
    const number = fc.integer({ min: -2, max: 2 });
    const comparison = fc.record({
      source: fc.constantFrom("action" as const, "resource" as const),
      property,
      type: fc.constant("number" as const),
      fallback: fc.option(number),
      operator: fc.constantFrom(...comparisonOperators),
      value: number,
    });
    const said = fc.dictionary(property, fc.oneof(number, fc.constant("x")));
    const holds: Record<Comparison["operator"], (value: number, wanted: number) => boolean> = {
      is: (value, wanted) => value === wanted,
      is_not: (value, wanted) => value !== wanted,
      at_least: (value, wanted) => value >= wanted,
      at_most: (value, wanted) => value <= wanted,
    };
    fc.assert(
      fc.property(
        fc.array(comparison, { minLength: 1, maxLength: 4 }),
        said,
        said,
        (all, action, resource) => {
          const ruledOut = all.some(({ source, property: name, fallback, operator, value }) => {
            const from: Record<string, unknown> = source === "action" ? action : resource;
            const known = name in from ? from[name] : fallback;
            return typeof known === "number" && !holds[operator](known, Number(value));
          });
          expect(needs(beside(...all), { action, resource })).toBe(!ruledOut);
        },
      ),
    );
  });
});
