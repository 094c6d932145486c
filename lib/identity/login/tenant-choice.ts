import { z } from "zod";

/** Tenants in which an address has an account, to choose among. */
export type TenantChoice = z.infer<typeof choice>;
const choice = z.array(z.strictObject({ id: z.uuid(), name: z.string() }));

const PREFIX = "choose_tenant:";

/** The choice as text: next-auth carries nothing but a message to the log-in form. */
export function encodeChoice(tenants: TenantChoice): string {
  return PREFIX + JSON.stringify(tenants);
}

/** Null for a text that `encodeChoice` did not make. */
export function decodeChoice(text: string): TenantChoice | null {
  if (!text.startsWith(PREFIX)) return null;
  try {
    return choice.parse(JSON.parse(text.slice(PREFIX.length)));
  } catch {
    return null;
  }
}
