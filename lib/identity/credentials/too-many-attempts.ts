import { GatehouseError } from "../../core/errors.ts";

const PREFIX = "rate_limited:";

/** Too much was tried, and how long it takes until it may be tried again. */
export class TooManyAttempts extends GatehouseError {
  readonly waitSeconds: number;

  /** @param until milliseconds since the epoch. */
  constructor(until: number) {
    const waitSeconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
    super("rate_limited", `Too many attempts. Try again in ${waitWords(waitSeconds)}.`);
    this.name = "TooManyAttempts";
    this.waitSeconds = waitSeconds;
  }
}

/** The wait as text: next-auth carries nothing but a message to the log-in form. */
export function encodeWait({ waitSeconds }: TooManyAttempts): string {
  return `${PREFIX}${waitSeconds}`;
}

/** The seconds to wait; null for a text that `encodeWait` did not make. */
export function decodeWait(text: string): number | null {
  return new RegExp(`^${PREFIX}\\d{1,6}$`).test(text) ? Number(text.slice(PREFIX.length)) : null;
}

/** A wait in whole minutes, so that nobody comes back too early. */
export function waitWords(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
