import { toast } from "#components/ui/toaster.tsx";
import type { Result } from "#lib/core/result";

type PerformOptions = {
  /** Said when it worked; left out where the page itself shows it. */
  done?: string;
  /** Said above the reason when it did not. */
  failed: string;
};

/** Whether Next is already on its way to another page, e.g. to the log-in page. */
function isRedirect(error: unknown): boolean {
  return (
    error instanceof Error && "digest" in error && String(error.digest).startsWith("NEXT_REDIRECT")
  );
}

/**
 * Calls a server action and says how it went. Field errors are left to the form that has the fields.
 * @returns null when there was no answer at all.
 */
export async function perform<T>(
  action: () => Promise<Result<T>>,
  { done, failed }: PerformOptions,
): Promise<Result<T> | null> {
  try {
    const result = await action();
    if (result.ok) {
      if (done) toast.success(done);
    } else if (Object.keys(result.error.fieldErrors).length === 0) {
      const { message, requestId } = result.error;
      toast.error(failed, {
        description: requestId ? `${message} Reference: ${requestId}` : message,
      });
    }
    return result;
  } catch (error) {
    if (!isRedirect(error)) {
      toast.error(failed, {
        description: "The server did not answer. Check the connection and try again.",
      });
    }
    return null;
  }
}
