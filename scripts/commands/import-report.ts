import type { Sources } from "#lib/import/find-sources";
import { describeProblem, type ImportProblem } from "#lib/import/problem";
import type { ImportTotals } from "#lib/import/send-batches";

/** Lines of one kind that are printed; the rest is counted. */
const MAX_LINES = 20;

/** Collects what an import has to tell at its end, and tells it. */
export class ImportReport {
  readonly #totals: ImportTotals;
  readonly #problems: ImportProblem[] = [];
  readonly #skipped: string[];
  readonly #started = performance.now();
  #problemCount = 0;

  constructor({ problems, skipped }: Sources, totals: ImportTotals) {
    this.#totals = totals;
    this.#skipped = skipped.map((path) => `${path} (not a file we read)`);
    for (const problem of problems) this.add(problem);
  }

  /** Whether everything could be read and nothing was refused. */
  get isClean(): boolean {
    return this.#problemCount === 0;
  }

  add(problem: ImportProblem): void {
    this.#problemCount++;
    if (this.#problems.length < MAX_LINES) this.#problems.push(problem);
  }

  skip(path: string, reason: string): void {
    this.#skipped.push(`${path} (${reason})`);
  }

  /** Prints what happened: problems to standard error, the rest to standard output. */
  print(): void {
    for (const problem of this.#problems) console.error(`✗ ${describeProblem(problem)}`);
    const untold = this.#problemCount - this.#problems.length;
    if (untold > 0) console.error(`✗ … and ${amount(untold)} more`);
    this.#printSkipped();
    const { filesBefore, refusedBefore, recordsBefore } = this.#totals;
    if (filesBefore > 0) {
      const files = filesBefore === 1 ? "1 file was" : `${amount(filesBefore)} files were`;
      const refused = refusedBefore > 0 ? `, ${amount(refusedBefore)} records refused` : "";
      console.log(`${files} imported before${refused}. Add --again to send them anyway.`);
    }
    if (recordsBefore > 0) {
      console.log(`${amount(recordsBefore)} records had got through in a run that was stopped.`);
    }
    console.log(this.#sum());
  }

  #printSkipped(): void {
    const shown = this.#skipped.slice(0, MAX_LINES);
    for (const line of shown) console.log(`Skipped ${line}`);
    const untold = this.#skipped.length - shown.length;
    if (untold > 0) console.log(`Skipped ${amount(untold)} more`);
  }

  #sum(): string {
    const { read, accepted, duplicates, refused } = this.#totals;
    const seconds = Math.max(0.001, (performance.now() - this.#started) / 1000);
    const rate = amount(Math.round((accepted + duplicates + refused) / seconds));
    return `${amount(read)} read, ${amount(accepted)} added, ${amount(duplicates)} already there, ${amount(refused)} refused (${seconds.toFixed(1)} s, ${rate}/s)`;
  }
}

/** 2900 as "2,900". */
export function amount(count: number): string {
  return count.toLocaleString("en-US");
}
