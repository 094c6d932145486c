import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseApiKey } from "#lib/identity/credentials/api-key";
import { SendingStopped } from "#lib/import/api-client";
import { mapCloudTrail } from "#lib/import/cloudtrail/cloudtrail";
import { findSources } from "#lib/import/find-sources";
import { Journal } from "#lib/import/journal";
import { noTotals, sendFiles } from "#lib/import/send-batches";
import { stopRequest } from "../../local/cleanup.ts";
import { dataFolder } from "../../local/project.ts";
import { Refusal } from "../../local/refusal.ts";
import { embeddedImportKey } from "./embedded-key.ts";
import { showProgress } from "./import-progress.ts";
import { ImportReport } from "./import-report.ts";

const usage = `npm run gatehouse -- import cloudtrail PATH… [--url URL] [--key-file FILE] [--again]

  PATH…            CloudTrail files (.json, .json.gz, .ndjson, .jsonl) and folders of them
  --url URL        where Gatehouse runs; else GATEHOUSE_URL, else http://127.0.0.1:3000
  --key-file FILE  a file that holds an API key with the scope audit.record; else
                   GATEHOUSE_API_KEY, else a key of the quickstart that runs on this machine
  --again          send files that were imported before, too. The server knows events it took in
                   the last days (AUDIT_KEY_DAYS, normally 7) and adds older ones a second time`;

const DEFAULT_URL = "http://127.0.0.1:3000";
const INTERRUPTED = 130;
const SAME_SIGNAL_MS = 1_000;
const SAME_TROUBLE_MS = 3_000;

/**
 * `gatehouse import cloudtrail PATH…`: sends files through the API, and goes on where an earlier
 * run was stopped.
 * @param stop ends the run between two batches; Ctrl-C does when nothing is given.
 * @returns the exit code: 1 when anything could not be read or was refused, 130 after Ctrl-C.
 */
export async function importCommand(args: string[], stop?: AbortSignal): Promise<number> {
  const options = readOptions(args);
  if (options === null) {
    console.log(usage);
    return 0;
  }
  const { url, key, tenantId } = await findDestination(options);
  const journal = openJournal(url, tenantId);
  const sources = await findSources(options.paths);
  const totals = noTotals();
  const report = new ImportReport(sources, totals);
  const signal = stop ?? stopRequest();
  const progress = showProgress(sources.files, totals);
  signal.addEventListener("abort", () => announceStop(progress.say));
  const end = await sendFiles({
    files: sources.files,
    map: mapCloudTrail,
    destination: { url, key, signal, onRetry: sayRetries(progress.say) },
    journal,
    again: options.again,
    totals,
    onProblem: (problem) => report.add(problem),
    onSkipped: (path, reason) => report.skip(path, reason),
  })
    .catch(stoppedBy)
    .finally(progress.stop);
  report.print();
  if (end === true) return report.isClean ? 0 : 1;
  if (end !== false && !signal.aborted) {
    throw new Refusal(`Stopped: ${end.message}.`, "Run the same command again to go on.");
  }
  console.log("Stopped before the end. Run the same command again to go on where it stopped.");
  return INTERRUPTED;
}

function stoppedBy(error: unknown): SendingStopped {
  if (error instanceof SendingStopped) return error;
  throw error;
}

/** Tells of each trouble, but not twice when two requests have it at the same time. */
function sayRetries(say: (line: string) => void): (reason: string, waitMs: number) => void {
  let last = { reason: "", at: 0 };
  return (reason, waitMs) => {
    const now = performance.now();
    if (reason === last.reason && now - last.at < SAME_TROUBLE_MS) return;
    last = { reason, at: now };
    say(`… ${reason}. Trying again in ${(waitMs / 1000).toFixed(1)} s.`);
  };
}

function announceStop(say: (line: string) => void): void {
  say("Stopping after the current batch. Ctrl-C again stops at once.");
  // npm may hand on the very signal that the terminal has sent us already.
  const listen = () => process.once("SIGINT", () => process.exit(INTERRUPTED));
  setTimeout(listen, SAME_SIGNAL_MS).unref();
}

type Options = { paths: string[]; url: string | null; keyFile: string | null; again: boolean };

/** The command line; null when it asks for help. */
function readOptions(args: string[]): Options | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [format, ...paths] = positionals;
  if (values.key !== undefined) {
    const hint = "Put it into GATEHOUSE_API_KEY, or into a file named by --key-file.";
    throw new Refusal("A key on the command line would stay in the shell's history.", hint);
  }
  if (format !== "cloudtrail") {
    const message = format ? `There is no import of "${format}".` : "What shall be imported?";
    throw new Refusal(message, "npm run gatehouse -- import cloudtrail PATH…");
  }
  if (paths.length === 0) {
    const hint = "npm run gatehouse -- import cloudtrail ./AWSLogs";
    throw new Refusal("Name the files or folders to import.", hint);
  }
  const url = values.url || process.env.GATEHOUSE_URL || null;
  return { paths, url, keyFile: values["key-file"] ?? null, again: values.again };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: "string" },
        "key-file": { type: "string" },
        key: { type: "string" },
        again: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Refusal(message, "npm run gatehouse -- import --help");
  }
}

type FoundDestination = { url: string; key: string; tenantId: string };

async function findDestination({ url, keyFile }: Options): Promise<FoundDestination> {
  const origin = url === null ? null : originOf(url);
  const key = keyFile ? readKeyFile(keyFile) : process.env.GATEHOUSE_API_KEY?.trim() || null;
  if (key !== null) return { url: origin ?? DEFAULT_URL, key, tenantId: tenantOf(key) };
  const embedded = origin === null || isHere(origin) ? await embeddedImportKey() : null;
  if (!embedded) {
    throw new Refusal(
      "The import needs an API key with the scope audit.record, in GATEHOUSE_API_KEY or --key-file.",
      "Make one under Settings > API keys, or with: npm run gatehouse -- api-key create",
    );
  }
  const found = { url: origin ?? originOf(embedded.url), key: embedded.key };
  console.log(`Using a key of the quickstart on this machine, at ${found.url}.`);
  return { ...found, tenantId: tenantOf(found.key) };
}

function originOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed && /^https?:$/.test(parsed.protocol)) {
    return parsed.origin + parsed.pathname.replace(/\/+$/, "");
  }
  throw new Refusal(`"${url}" is not an address like https://gatehouse.example.com.`);
}

/** A key of this machine's quickstart is good for nothing, and nobody's business, elsewhere. */
function isHere(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`The key file cannot be read: ${reason}`, undefined, { cause: error });
  }
}

function tenantOf(key: string): string {
  const ref = parseApiKey(key);
  if (ref) return ref.tenantId;
  const hint = "Keys begin with ghk_ and are shown whole only when they are made.";
  throw new Refusal("That is not an API key of Gatehouse.", hint);
}

function openJournal(url: string, tenantId: string): Journal {
  const folder = join(dataFolder(), "imports");
  try {
    return new Journal(folder, { url, tenantId });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = "Choose another data folder with GATEHOUSE_DATA_DIR=…";
    throw new Refusal(`The journal of imports cannot be kept: ${reason}`, hint, { cause: error });
  }
}
