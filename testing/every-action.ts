import { globSync } from "node:fs";
import type { PermissionId } from "../lib/authz/catalogue/permissions.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import type { Result } from "../lib/core/result.ts";
import { inProject } from "../local/project.ts";

export type AnyAction = {
  (actor: Actor, input: unknown): Promise<Result<unknown>>;
  rehearse: (actor: Actor, input: unknown) => Promise<Result<unknown>>;
  permission: PermissionId | "self";
};

function isAction(value: unknown): value is AnyAction {
  return typeof value === "function" && "permission" in value && "rehearse" in value;
}

/** Every action of the product by its name, `access/roles createRole`, found in the files. */
export async function everyAction(): Promise<[string, AnyAction][]> {
  const files = globSync("lib/*/*/service.ts", { cwd: inProject(".") }).sort();
  const found: [string, AnyAction][] = [];
  for (const file of files) {
    const exports: Record<string, unknown> = await import(inProject(file));
    const feature = file.slice("lib/".length, -"/service.ts".length);
    for (const [name, value] of Object.entries(exports)) {
      if (isAction(value)) found.push([`${feature} ${name}`, value]);
    }
  }
  return found;
}
