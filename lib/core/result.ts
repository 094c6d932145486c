import type { ErrorCode, FieldErrors } from "./errors.ts";

/** What a failed action tells its caller; `requestId` leads to the log line that says more. */
export type ActionError = {
  code: ErrorCode | "internal";
  message: string;
  fieldErrors: FieldErrors;
  requestId?: string;
};

export type Result<T> = { ok: true; data: T } | { ok: false; error: ActionError };
