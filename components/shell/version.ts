import { BUILDS_PATH, buildsAnswer } from "#lib/api/realtime/schema";

type Version = {
  /** Whether an answer may come from a server of another version than made this page. */
  isMixed: boolean;
  /** Whether this page's version is not the one that all servers will have. */
  isOutdated: boolean;
};

let own: string | null = null;
let version: Version = { isMixed: false, isOutdated: false };
const listeners = new Set<() => void>();

/** Says which build made this page; without one there are no versions, as in development. */
export function setOwnBuild(build: string | null): void {
  own = build;
}

/** Whether this page is of an older version, as last seen. */
export function isOutdated(): boolean {
  return version.isOutdated;
}

/** Calls back when the page turns out to be outdated, or no longer so. */
export function watchVersion(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks whether servers of another version answer; where nobody says, they do not. */
export async function checkVersion(): Promise<Version> {
  if (own === null) return version;
  try {
    const response = await fetch(BUILDS_PATH);
    if (!response.ok) return version;
    const { builds, newest } = buildsAnswer.parse(await response.json());
    version = {
      isMixed: builds.some((build) => build !== own),
      isOutdated: newest !== null && newest !== own,
    };
    for (const listener of listeners) listener();
  } catch {
    // No network, and then no version either.
  }
  return version;
}
