import { UtcClient } from "#lib/platform/connection";
import { type Sql, sqlOfClient } from "#lib/platform/db";
import { Refusal } from "../../local/refusal.ts";
import { embeddedOwnerUrl } from "./embedded.ts";

/** The owner's address: from the environment, or that of the quickstart running on this machine. */
export function ownerUrl(): string {
  const url = process.env.DATABASE_OWNER_URL || embeddedOwnerUrl();
  if (url) return url;
  throw new Refusal(
    "DATABASE_OWNER_URL is missing, and no quickstart is running here.",
    "Set it to the address of the gatehouse_owner role (see .env.example).",
  );
}

/** Runs `work` in one transaction of the owner role, which sees every tenant. */
export async function asOwner<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = new UtcClient({ connectionString: ownerUrl() });
  await client.connect();
  try {
    await client.query("BEGIN");
    const result = await work(sqlOfClient(client));
    await client.query("COMMIT");
    return result;
  } finally {
    await client.end();
  }
}
