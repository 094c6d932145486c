import { signIn } from "next-auth/react";

const messages: Record<string, string> = {
  CredentialsSignin: "E-mail address or password is wrong.",
  rate_limited: "Too many attempts. Try again in a few minutes.",
};
const OTHER = "Logging in did not work. Try again, or tell an administrator.";
const UNREACHABLE = "The server could not be reached. Check the connection and try again.";

/** Logs in with a password. @returns what to tell the person, or null when it worked. */
export async function logIn(email: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn("credentials", { email, password, redirect: false });
    if (answer?.ok && !answer.error) return null;
    return messages[answer?.error ?? ""] ?? OTHER;
  } catch {
    return UNREACHABLE;
  }
}
