import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { hasCode } from "./refusal.ts";

const POLL_MS = 50;

/**
 * A text that names one run of one process: pids are used again (in a container nearly always), so
 * a stored pid says nothing without it. Null when there is no such process, or only its zombie:
 * an orphan stays one for ever where process 1 reaps nobody.
 */
export function processIdentity(pid: number): string | null {
  if (!exists(pid)) return null;
  if (process.platform === "linux") return linuxIdentity(pid);
  if (process.platform === "win32") return "running";
  const line = ps(pid, "stat=,lstart=");
  return line === null || line.startsWith("Z") ? null : line.slice(line.indexOf(" ")).trim();
}

/** True while the process runs; a zombie does not. */
export function isRunning(pid: number): boolean {
  return processIdentity(pid) !== null;
}

/** The process's command line, arguments separated by blanks; empty when it cannot be read. */
export function processCommand(pid: number): string {
  if (process.platform !== "linux") return ps(pid, "command=") ?? "";
  return (readProc(pid, "cmdline") ?? "").replaceAll("\0", " ").trim();
}

/** Waits until the process has ended; false when it has not within the time. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isRunning(pid)) {
    if (Date.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Ends a process politely, and after the grace period by force. The caller knows that it is ours. */
export async function endProcess(pid: number, graceMs: number): Promise<void> {
  send(pid, "SIGTERM");
  if (await waitForExit(pid, graceMs)) return;
  send(pid, "SIGKILL");
  await waitForExit(pid, graceMs);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It may have ended since we looked.
    if (!hasCode(error, "ESRCH")) throw error;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

function linuxIdentity(pid: number): string | null {
  const stat = readProc(pid, "stat");
  if (stat === null) return null;
  // The second field is the program's name and may hold anything: count from its closing bracket.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === "Z" || state === "X") return null;
  const startTicks = rest[18];
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${startTicks}`;
}

function readProc(pid: number, file: "stat" | "cmdline"): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT", "ESRCH", "EACCES")) return null;
    throw error;
  }
}

function ps(pid: number, columns: string): string | null {
  try {
    return execFileSync("ps", ["-o", columns, "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    // ps says by its exit code alone that there is no such process.
    return null;
  }
}
