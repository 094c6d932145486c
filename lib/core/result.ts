import type { ErrorCode, FieldErrors } from "./errors.ts";

/** What a failed action tells its caller; `requestId` leads to the log line that says more. */
export type ActionError = {
  code: ErrorCode | "internal";
  message: string;
  fieldErrors: FieldErrors;
  requestId?: string;
  /** The separation of duty that forbids it, and whom it binds: they may be excepted from it. */
  breach?: { ruleId: string; userId: string };
};

export type Result<T> = { ok: true; data: T } | { ok: false; error: ActionError };
