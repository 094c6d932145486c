import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { Refusal } from "./refusal.ts";

const NEEDED_BYTES = 1024 ** 3;
const LOG_LIMIT_BYTES = 10 * 1024 ** 2;

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

/** How long a file is, in bytes; 0 when there is none. */
export function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** The last lines of what a log got since it had `offset` bytes, to say why something ended. */
export function tailOf(path: string, offset = 0, lines = 20): string {
  if (!existsSync(path)) return "";
  const text = readFileSync(path).subarray(offset).toString();
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}

/** Sets a log aside that has grown long, so that the next one starts afresh. */
export function rotateLog(path: string): void {
  if (sizeOf(path) > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
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
