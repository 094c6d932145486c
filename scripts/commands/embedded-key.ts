import { createKeyFor } from "./create-key.ts";
import { embeddedOwnerUrl } from "./embedded.ts";
import { asOwner } from "./owner.ts";

/** The tenant that the quickstart loads. */
const DEMO_TENANT = "northwind";

/**
 * A key for the demo tenant, good for a day, when a quickstart runs on this machine: a newcomer can
 * import before having read about keys. Null when none runs.
 */
export async function embeddedImportKey(): Promise<{ url: string; key: string } | null> {
  if (!embeddedOwnerUrl()) return null;
  const { key } = await asOwner((sql) =>
    createKeyFor(sql, DEMO_TENANT, { name: "Import", scopes: ["audit.record"], days: 1 }),
  );
  const port = process.env.GATEHOUSE_PORT || "3000";
  return { url: `http://127.0.0.1:${port}`, key };
}
