/** Runs one step and prints "✓ Title (1.2 s)"; `doing` is printed first when it may take long. */
export async function step<T>(
  title: string | ((result: T) => string),
  work: () => Promise<T>,
  doing?: string,
): Promise<T> {
  const started = Date.now();
  if (doing) console.log(`… ${doing}`);
  const result = await work();
  printDone(typeof title === "string" ? title : title(result), started);
  return result;
}

/** The line that ends a step which began at `started` (milliseconds since 1970). */
export function printDone(title: string, started: number): void {
  console.log(`✓ ${title} (${secondsSince(started)})`);
}

/** The time since then, as people read it: "1.2 s". */
export function secondsSince(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
