/** Machine-readable kinds of failure; each maps to one HTTP status in `lib/api/http/problem.ts`. */
export type ErrorCode =
  | "unauthenticated"
  | "permission_denied"
  | "not_found"
  | "conflict"
  | "malformed"
  | "invalid_input"
  | "too_large"
  | "unsupported_media_type"
  | "rate_limited"
  | "busy"
  | "unavailable";

/** Messages by field path, as zod reports them: `{ "name": ["Give the key a name."] }`. */
export type FieldErrors = Record<string, string[]>;

/**
 * A failure whose message is written for the person who caused it. Everything that is not a
 * `GatehouseError` is a bug and is shown as "Something went wrong" with a request id.
 */
export class GatehouseError extends Error {
  readonly code: ErrorCode;
  readonly fieldErrors: FieldErrors;

  constructor(code: ErrorCode, message: string, fieldErrors: FieldErrors = {}) {
    super(message);
    this.name = "GatehouseError";
    this.code = code;
    this.fieldErrors = fieldErrors;
  }
}

/** The principal may not do this. `permission` is the catalogue id that is missing. */
export class PermissionDenied extends GatehouseError {
  readonly permission: string;

  constructor(permission: string) {
    super("permission_denied", `This needs the permission ${permission}.`);
    this.name = "PermissionDenied";
    this.permission = permission;
  }
}

/** Seconds after which whoever was told that the server is busy may ask again. */
export const BUSY_RETRY_SECONDS = 2;

/** By which a page knows this error again: of an error on the server it is told nothing else. */
export const BUSY_DIGEST = "GATEHOUSE_BUSY";

/** What it says; also where nothing but the text arrives. */
export const busyMessages = {
  session: "Too much of yours is being worked on at once. Try again in a few seconds.",
  server: "The server is busy just now, and nothing was changed. Try again in a few seconds.",
} as const;

/** Whether an error is `Busy`, of this copy of the module or another. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && "digest" in error && error.digest === BUSY_DIGEST;
}

/** The work was not begun, because there is too much of it: of the same session or key, or of all. */
export class Busy extends GatehouseError {
  readonly digest = BUSY_DIGEST;

  constructor(because: keyof typeof busyMessages) {
    super("busy", busyMessages[because]);
    this.name = "Busy";
  }
}
