import { expect, it } from "vitest";
import { categoryOf, permissionDeed, permissionName } from "./permission-words.ts";
import { peopleWords, reachingWords } from "./radius.ts";

it("says what is reached, and where", () => {
  const words = (reach: string) => reachingWords({ permission: "invoice.refund", reach });
  expect(words("with todo.purge")).toMatch(/ where .* is needed as well$/);
  expect(words("everywhere")).toBe("Refund invoices");
  expect(words("own")).toBe("Refund invoices (only own)");
  expect(words("on invoice")).toBe("Refund invoices on every invoice");
  expect(words("on invoice/2026/7")).toBe("Refund invoices on invoice 2026/7");
});

it("names a few people and counts the others", () => {
  const people = ["Ada", "Grace", "Edsger", "Barbara"].map((name) => ({ id: name, name }));
  expect(peopleWords(people.slice(0, 2), 0)).toBe("Ada and Grace");
  expect(peopleWords(people, 40)).toBe("Ada, Grace, Edsger, and 41 more");
});

it("has words for what a product has registered", () => {
  expect(permissionName("todo.delete")).toBe("todo: delete");
  expect(categoryOf("todo.delete")).toBe("Your products");
  expect(permissionName("module.documents")).toBe("Module: Documents");
  expect(["todo.delete", "order.cancel", "module.documents"].map(permissionDeed)).toEqual([
    "do “todo: delete”",
    "cancel orders",
    "use the module Documents",
  ]);
});
