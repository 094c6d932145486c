import { dirname, join } from "node:path";

/** The root of the checkout, absolute. */
export const projectFolder = dirname(import.meta.dirname);

/** A path inside the project, absolute. */
export function inProject(...parts: string[]): string {
  return join(projectFolder, ...parts);
}

/** The folder that holds everything the launcher and the tests keep on this machine. */
export function dataFolder(): string {
  return process.env.GATEHOUSE_DATA_DIR || inProject(".gatehouse");
}
