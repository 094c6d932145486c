import { migrate } from "#lib/platform/migrate";
import { ownerUrl } from "./owner.ts";

/** `gatehouse migrate`: applies what is missing and says what it was. */
export async function migrateCommand(): Promise<number> {
  const applied = await migrate(ownerUrl());
  for (const name of applied) console.log(`✓ ${name}`);
  if (applied.length === 0) console.log("✓ The schema is up to date.");
  return 0;
}
