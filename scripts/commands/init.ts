import { parseArgs } from "node:util";
import { migrate } from "#lib/platform/migrate";
import { PLATFORM_TENANT_ID } from "#lib/platform/tenants";
import { createTenantWithAdministrator, printLink, readPerson } from "./administrator.ts";
import { asOwner, ownerUrl } from "./owner.ts";

/** `gatehouse init --email --name`: schema, platform tenant, first administrator. Runs once. */
export async function init(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { email: { type: "string" }, name: { type: "string" } },
  });
  const person = readPerson(values);
  await migrate(ownerUrl());
  const tenant = {
    id: PLATFORM_TENANT_ID,
    slug: "platform",
    name: "Gatehouse",
    kind: "platform" as const,
  };
  const token = await asOwner((sql) => createTenantWithAdministrator(sql, tenant, person));
  console.log("✓ The platform tenant and its first administrator are there.");
  printLink(token);
  return 0;
}
