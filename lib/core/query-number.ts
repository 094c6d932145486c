import { z } from "zod";

/** As many digits as a number can have and stay exact. */
const digits = /^\d{1,15}$/;

/**
 * A whole number of a query, in decimal digits only: `0x10`, `1e2`, ` 5` and `+5` are none, though JavaScript takes
 * them for numbers, and another program between may not.
 */
export const queryNumber = (min: number, max: number) =>
  z.preprocess(
    (said) => (typeof said === "string" && digits.test(said) ? Number(said) : said),
    z.int("Use a whole number in decimal digits.").min(min).max(max),
  );
