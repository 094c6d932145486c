import type { Result } from "../lib/core/result.ts";

/** What a mutation that must work has returned. */
export function dataOf<Data>(result: Result<Data>): Data {
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
}
