import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { Refusal } from "../../local/refusal.ts";

/**
 * The options of a command that takes nothing else.
 * @throws Refusal with the usage, for any other argument.
 */
export function readOptions<const Options extends ParseArgsOptionsConfig>(
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ options, strict: true }).values;
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error), usage);
  }
}
