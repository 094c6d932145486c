import { seedDemoTenants } from "../../demo/seed.ts";
import { Refusal } from "../../local/refusal.ts";
import { ownerUrl } from "./owner.ts";

const usage = `npm run gatehouse -- seed-demo

Loads two demo tenants with 90 days of history into a migrated database. Where they are already, it
changes nothing. Standard output is one line of JSON with the log-ins, which are random and shown
only now.`;

/**
 * `gatehouse seed-demo`: the last line on standard output is `{"logins":[…]}`; the list is empty
 * when the demo was there already.
 */
export async function seedDemo(arguments_: string[]): Promise<number> {
  const [first] = arguments_;
  if (first === "--help") {
    console.error(usage);
    return 0;
  }
  if (first !== undefined) throw new Refusal(`seed-demo takes no "${first}".`);
  const begun = performance.now();
  const logins = await seedDemoTenants({
    ownerUrl: ownerUrl(),
    now: new Date(),
    report: (line) => console.error(line),
  });
  if (logins) console.error(`Loaded in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  else console.error("There is a tenant northwind or harbor already; nothing was changed.");
  console.log(JSON.stringify({ logins: logins ?? [] }));
  return 0;
}
