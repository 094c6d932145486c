import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { readIfThere, writeWhole } from "../files.ts";
import { endProcess, processIdentity } from "../processes.ts";
import { hasCode, Refusal } from "../refusal.ts";

const SERVER_GRACE_MS = 10_000;

type ProcessRecord = { readonly pid: number; readonly identity: string };
type LockContent = ProcessRecord & { readonly holder: string; readonly server?: ProcessRecord };

export type Lock = {
  /** Notes the server that was started, so that whoever finds this lock abandoned can end it. */
  noteServer(pid: number): void;
  release(): void;
};

/**
 * Takes a lock that one process may hold, the launcher of a data folder for instance. Refuses while
 * its holder lives, saying who that is (`holder`) and what to do (`hint`). One that was killed is
 * recovered from, together with a server that it may have left behind.
 */
export async function acquireLock(path: string, holder: string, hint?: string): Promise<Lock> {
  mkdirSync(dirname(path), { recursive: true });
  const own: LockContent = { ...recordOf(process.pid), holder };
  while (!createExclusively(path, own)) {
    const text = readIfThere(path);
    if (text === null) continue;
    const found = parse(text);
    if (found && isAlive(found)) throw isHeld(found, hint);
    if (found?.server && isAlive(found.server)) {
      await endProcess(found.server.pid, SERVER_GRACE_MS);
    }
    setAside(path, text, hint);
  }
  return {
    noteServer: (pid) => writeWhole(path, JSON.stringify({ ...own, server: recordOf(pid) })),
    release: () => rmSync(path, { force: true }),
  };
}

function createExclusively(path: string, content: LockContent): boolean {
  // A link appears with its whole content or not at all, unlike a file that is still being written.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(content));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** Removes an abandoned lock, unless another launcher has just replaced it by its own. */
function setAside(path: string, abandoned: string, hint?: string): void {
  const aside = `${path}.${process.pid}.abandoned`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  const taken = readFileSync(aside, "utf8");
  const found = parse(taken);
  if (taken !== abandoned && found && isAlive(found)) {
    renameSync(aside, path);
    throw isHeld(found, hint);
  }
  rmSync(aside);
}

function isHeld({ holder, pid }: LockContent, hint?: string): Refusal {
  return new Refusal(`${holder} (process ${pid}).`, hint);
}

function parse(text: string): LockContent | null {
  try {
    return JSON.parse(text) as LockContent;
  } catch {
    // Not ours, or from a machine that lost power: nobody can be holding it.
    return null;
  }
}

function recordOf(pid: number): ProcessRecord {
  return { pid, identity: processIdentity(pid) ?? "ended" };
}

function isAlive({ pid, identity }: ProcessRecord): boolean {
  return processIdentity(pid) === identity;
}
