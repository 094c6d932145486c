/** An expected failure: the user is told what is wrong and what to do, and sees no stack trace. */
export class Refusal extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Refusal";
    this.hint = hint;
  }
}

/** What to print for a failure: two lines at most for a refusal, everything for a defect of ours. */
export function describeFailure(error: unknown): string {
  if (error instanceof Refusal) {
    return error.hint ? `✗ ${error.message}\n  ${error.hint}` : `✗ ${error.message}`;
  }
  if (isOutOfSpace(error)) return "✗ The disk is full. Free some space and start again.";
  return error instanceof Error ? `✗ ${error.stack ?? error.message}` : `✗ ${String(error)}`;
}

/** True for a Node error that carries one of the given codes, such as "ENOENT". */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

function isOutOfSpace(error: unknown): boolean {
  return hasCode(error, "ENOSPC", "EDQUOT");
}
