import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { Refusal } from "./refusal.ts";

const NEEDED_BYTES = 1024 ** 3;

/** The file's text, or null when there is no such file. */
export function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Replaces a file in one step, so that a killed process never leaves half of one. */
export function writeWhole(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, path);
}

/** The last lines of a log, for a message that has to say why something ended. */
export function tailOf(path: string, lines = 20): string {
  return (readIfThere(path) ?? "").trimEnd().split("\n").slice(-lines).join("\n");
}

/** Refuses when the disk that holds `folder` is too full to hold a database or a build. */
export function requireDiskSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= NEEDED_BYTES) return;
  const free = Math.floor((bavail * bsize) / 1024 ** 2);
  throw new Refusal(
    `Not enough disk space: ${free} MB free for ${folder}, and Gatehouse needs 1,024 MB.`,
    "Free some space, or choose a folder on another disk with GATEHOUSE_DATA_DIR=…",
  );
}
