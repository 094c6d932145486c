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
