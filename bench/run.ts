// `npm run bench -- NAME [--json]`: measures, and never judges. Figures go to standard output, one
// JSON line each with --json; everything else goes to standard error.
import { parseArgs } from "node:util";
import { Cleanup, stopRequest } from "#local/cleanup";
import { describeFailure, Refusal } from "#local/refusal";
import type { Bench, Benchmark, Figure } from "./benchmark.ts";
import { benchmarks } from "./registry.ts";

const usage = `npm run bench -- NAME [--json]

  NAME    one of ${Object.keys(benchmarks).join(", ")}
  --json  print each figure as a line of JSON`;

const options = {
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error), usage);
  }
}

function choose([name, ...more]: string[]): Benchmark {
  const benchmark = new Map<string | undefined, Benchmark>(Object.entries(benchmarks)).get(name);
  if (benchmark && more.length === 0) return benchmark;
  if (benchmark) throw new Refusal("One benchmark at a time.", usage);
  throw new Refusal(name ? `There is no benchmark "${name}".` : "Which benchmark?", usage);
}

function printTable(figures: readonly Figure[]): void {
  const number = (value: number | null) => value?.toLocaleString("en-US") ?? "–";
  const rows = figures.map((figure) => ({
    figure: figure.name,
    value: `${number(figure.value)} ${figure.unit}`,
    baseline: number(figure.baseline),
    ratio: number(figure.ratio),
  }));
  const header = { figure: "figure", value: "value", baseline: "baseline", ratio: "ratio" };
  const lines = [header, ...rows].map((row) => Object.values(row));
  const widths = Object.keys(header).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of lines) {
    console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  }
}

async function main(): Promise<number> {
  const cleanup = new Cleanup();
  const signal = stopRequest();
  try {
    const { values, positionals } = readArguments();
    if (values.help) {
      console.log(usage);
      return 0;
    }
    const note = (text: string) => console.error(`  ${text}`);
    const bench: Bench = { cleanup, signal, note };
    const figures = await choose(positionals)(bench);
    if (values.json) for (const figure of figures) console.log(JSON.stringify(figure));
    else printTable(figures);
    return 0;
  } catch (error) {
    if (!signal.aborted) console.error(describeFailure(error));
    return 1;
  } finally {
    await cleanup.run();
  }
}

process.exit(await main());
