import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { Refusal } from "../../local/refusal.ts";
import { createTenantWithAdministrator, printLink, readPerson } from "./administrator.ts";
import { asOwner } from "./owner.ts";

const usage = 'npm run gatehouse -- tenant create "Acme Inc." --email … --name … [--slug acme]';

/** `gatehouse tenant create NAME`: a tenant with its first administrator. */
export async function tenant(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { email: { type: "string" }, name: { type: "string" }, slug: { type: "string" } },
  });
  const [verb, name, ...rest] = positionals;
  if (verb !== "create" || !name?.trim() || rest.length > 0) throw new Refusal("Usage:", usage);
  const slug = values.slug ?? slugOf(name);
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(slug)) {
    throw new Refusal("The slug needs letters a-z, digits and hyphens.", "Add --slug acme.");
  }
  const person = readPerson(values);
  const created = { id: randomUUID(), slug, name: name.trim(), kind: "customer" as const };
  const token = await asOwner((sql) => createTenantWithAdministrator(sql, created, person));
  console.log(`✓ The tenant ${created.name} (${slug}) is there.`);
  printLink(token);
  return 0;
}

function slugOf(name: string): string {
  const plain = name.normalize("NFKD").toLowerCase();
  return plain
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 63);
}
