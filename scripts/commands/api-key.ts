import { parseArgs } from "node:util";
import { isPermissionId, type PermissionId } from "#lib/authz/catalogue/permissions";
import { Refusal } from "../../local/refusal.ts";
import { createKeyFor } from "./create-key.ts";
import { asOwner } from "./owner.ts";

const usage =
  'npm run gatehouse -- api-key create --tenant acme --name "Importer" [--scope audit.record]… [--days 90]';

/** `gatehouse api-key create`: prints the key once, alone on standard output. */
export async function apiKey(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      tenant: { type: "string" },
      name: { type: "string" },
      scope: { type: "string", multiple: true, default: ["audit.record"] },
      days: { type: "string" },
    },
  });
  if (positionals.join(" ") !== "create" || !values.tenant || !values.name?.trim()) {
    throw new Refusal("Usage:", usage);
  }
  const { tenant, name } = values;
  const scopes = values.scope.map(requirePermissionId);
  const days = values.days === undefined ? null : Number(values.days);
  if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= 730)) {
    throw new Refusal("--days takes a whole number from 1 to 730.");
  }
  const { key } = await asOwner((sql) => createKeyFor(sql, tenant, { name, scopes, days }));
  console.error(`✓ Keep this key safe: it is shown only now. It may ${scopes.join(", ")}.`);
  console.log(key);
  return 0;
}

function requirePermissionId(scope: string): PermissionId {
  if (isPermissionId(scope)) return scope;
  throw new Refusal(`There is no permission "${scope}".`);
}
