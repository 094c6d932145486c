import { describe, expect, it } from "vitest";
import { canConcern, isActionOf } from "./concerning.ts";
import { permissionIds } from "./permissions.ts";
import { resourceTypes } from "./resource-types.ts";

const types = [...Object.keys(resourceTypes), "todo", "ticket", "user"];
const registered = ["todo.close", "ticket.close", "document.sign", "todo.document.update"];

describe("an action of a type", () => {
  it.each([
    ["document.update", "document"],
    ["document.sign", "document"],
    ["document.create", "project"],
    ["document.sign", "workspace"],
    ["invoice.refund", "customer"],
    ["todo.close", "todo"],
    ["user.update", "user"],
  ])("%s is asked of a %s", (permission, type) => {
    expect(isActionOf(permission, type)).toBe(true);
  });

  it.each([
    ["document.update", "todo"],
    ["document.update", "invoice"],
    ["document.sign", "report"],
    ["project.update", "document"],
    ["todo.close", "ticket"],
    ["todo.close", "project"],
    ["todo.close", "document"],
    ["user.update", "todo"],
    ["user.update", "organization"],
    ["audit.read", "document"],
    ["document.update", "doc"],
    ["document.update", ""],
    ["document.update", "__proto__"],
  ])("%s is not asked of a %s", (permission, type) => {
    expect(isActionOf(permission, type)).toBe(false);
  });

  it("concerns it, but for what is about the tenant as a whole", () => {
    for (const permission of [...permissionIds, ...registered]) {
      for (const type of types) {
        const isOwn = permission.startsWith(`${type}.`);
        if (isActionOf(permission, type) && !isOwn)
          expect([permission, type, canConcern(permission, type)]).toEqual([
            permission,
            type,
            true,
          ]);
      }
    }
  });
});
