import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { explainFileError, type ImportProblem } from "./problem.ts";

export type SourceFile = { path: string; bytes: number };
export type Sources = {
  files: SourceFile[];
  /** Files in the folders that are not of a form we read. */
  skipped: string[];
  problems: ImportProblem[];
};

const readable = /\.(json|ndjson|jsonl)(\.gz)?$/i;

/**
 * The files to import: those named, and those in the folders named and in theirs, by name. What
 * cannot be read is a problem of its own and does not keep the rest from being found.
 */
export async function findSources(paths: readonly string[]): Promise<Sources> {
  const sources: Sources = { files: [], skipped: [], problems: [] };
  for (const path of paths) {
    const found = sources.files.length;
    const before = sources.problems.length;
    await visit(path, sources, true);
    if (sources.files.length === found && sources.problems.length === before) {
      sources.problems.push({ file: path, reason: "holds no .json, .json.gz or .ndjson file" });
    }
  }
  sources.files = unique(sources.files);
  return sources;
}

async function visit(path: string, sources: Sources, isNamed: boolean): Promise<void> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) await visitFolder(path, sources);
    else if (readable.test(path) && found.isFile()) sources.files.push({ path, bytes: found.size });
    else if (isNamed) {
      const reason = "is not a .json, .json.gz, .ndjson or .jsonl file";
      sources.problems.push({ file: path, reason });
    } else sources.skipped.push(path);
  } catch (error) {
    sources.problems.push({ file: path, reason: explainFileError(error) });
  }
}

async function visitFolder(folder: string, sources: Sources): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    // A link to a folder may lead back up: such links are followed only where somebody named them.
    const leadsAway = entry.isSymbolicLink() && (await isFolder(path));
    if (leadsAway) sources.skipped.push(path);
    else await visit(path, sources, false);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A file that was named twice, or beside its folder, is read once. */
function unique(files: SourceFile[]): SourceFile[] {
  return [...new Map(files.map((file) => [resolve(file.path), file])).values()];
}
