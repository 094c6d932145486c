import { signIn } from "next-auth/react";
import { decodeWait, waitWords } from "#lib/identity/credentials/too-many-attempts";
import { decodeChoice, type TenantChoice } from "#lib/identity/login/tenant-choice";

const messages: Record<string, string> = {
  CredentialsSignin: "E-mail address or password is wrong.",
  busy: "The server is busy just now. Try again in a few seconds.",
};
const OTHER = "Logging in did not work. Try again, or tell an administrator.";
const UNREACHABLE = "The server could not be reached. Check the connection and try again.";

/** Said of a wrong password as well: whether it was right is nobody's business but its owner's. */
function tooMany(waitSeconds: number): string {
  return `Too many attempts. Even the right password may be refused for up to ${waitWords(waitSeconds)}.`;
}

export type LogIn = { email: string; password: string; tenantId?: string | undefined };

/** Why it did not work, or in which tenants it would. */
export type LogInFailure = { message: string; tenants: TenantChoice };

/** Logs in with a password. @returns what to tell the person, or null when it worked. */
export async function logIn({ tenantId, ...credentials }: LogIn): Promise<LogInFailure | null> {
  try {
    const named = tenantId ? { tenantId } : {};
    const answer = await signIn("credentials", { ...credentials, ...named, redirect: false });
    if (answer?.ok && !answer.error) return null;
    const error = answer?.error ?? "";
    const tenants = decodeChoice(error);
    if (tenants) return { message: "Choose where to log in.", tenants };
    const wait = decodeWait(error);
    return { message: wait === null ? (messages[error] ?? OTHER) : tooMany(wait), tenants: [] };
  } catch {
    return { message: UNREACHABLE, tenants: [] };
  }
}
