import { unstable_isUnrecognizedActionError as isUnknownAction } from "next/navigation";
import { toast } from "#components/ui/toaster.tsx";
import { busyMessages, isBusy } from "#lib/core/errors";
import type { ActionError, Result } from "#lib/core/result";
import { checkVersion } from "./version.ts";

type PerformOptions = {
  /** Said when it worked; left out where the page itself shows it. */
  done?: string;
  /** Said above the reason when it did not. */
  failed: string;
};

const unanswered: ActionError = {
  code: "internal",
  message: "The server did not answer. Check the connection and try again.",
  fieldErrors: {},
};

const ofOtherVersion: ActionError = {
  code: "internal",
  message:
    "The server has another version than this page, and nothing was changed. Copy what you have typed and reload the page.",
  fieldErrors: {},
};

/** Whether Next is already on its way to another page, e.g. to the log-in page. */
function isRedirect(error: unknown): boolean {
  return (
    error instanceof Error && "digest" in error && String(error.digest).startsWith("NEXT_REDIRECT")
  );
}

/** What a server that is too busy to run an action answers instead: a text alone, or the error's digest. */
function busyOf(error: unknown): ActionError | null {
  const message = Object.values(busyMessages).find(
    (each) => error instanceof Error && error.message === each,
  );
  if (!message && !isBusy(error)) return null;
  return { code: "busy", message: message ?? busyMessages.server, fieldErrors: {} };
}

/** Calls a server action; no answer is a failure too. @returns null on the way to another page. */
export async function attempt<T>(action: () => Promise<Result<T>>): Promise<Result<T> | null> {
  try {
    return await action();
  } catch (error) {
    if (isRedirect(error)) return null;
    if (isUnknownAction(error)) return { ok: false, error: ofOtherVersion };
    return { ok: false, error: busyOf(error) ?? unanswered };
  } finally {
    // A server of another version does not render this page again: it says so itself.
    void checkVersion();
  }
}

/** Why an action was refused, in a sentence. */
export function refusalOf({ message, requestId, fieldErrors }: ActionError): string {
  const [first] = Object.values(fieldErrors).flat();
  if (first) return first;
  return requestId ? `${message} Reference: ${requestId}` : message;
}

/**
 * Calls a server action and says how it went. Field errors are left to the form that has the fields.
 * @returns null on the way to another page.
 */
export async function perform<T>(
  action: () => Promise<Result<T>>,
  { done, failed }: PerformOptions,
): Promise<Result<T> | null> {
  const result = await attempt(action);
  if (result?.ok) {
    if (done) toast.success(done);
  } else if (result && Object.keys(result.error.fieldErrors).length === 0) {
    toast.error(failed, { description: refusalOf(result.error) });
  }
  return result;
}
