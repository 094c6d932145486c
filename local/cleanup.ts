type Task = { readonly name: string; readonly undo: () => Promise<void> | void };

/** What has to be undone at the end, whatever the end was: last begun, first undone. */
export class Cleanup {
  readonly #tasks: Task[] = [];

  /** Registers something that has been started. Register before anything else can fail. */
  add(name: string, undo: Task["undo"]): void {
    this.#tasks.push({ name, undo });
  }

  /** Undoes everything. A failure is reported and does not keep the rest from being undone. */
  async run(): Promise<void> {
    for (let task = this.#tasks.pop(); task; task = this.#tasks.pop()) {
      try {
        await task.undo();
      } catch (error) {
        console.error(`✗ ${task.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}

const PARENT_WATCH_MS = 500;

/** Aborts at the first Ctrl-C, SIGTERM or SIGHUP, or when the process that started us is gone. */
export function stopRequest(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(new Error("stopped"));
  // They stay registered: a signal that arrives twice must not cut the clean-up short.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  process.on("disconnect", stop);
  process.channel?.unref();
  // npm hands a SIGTERM to its shell alone, which dies of it without a word to us.
  const { ppid } = process;
  const watch = () => process.ppid !== ppid && stop();
  if (process.env.npm_lifecycle_event) setInterval(watch, PARENT_WATCH_MS).unref();
  // The terminal may be gone before we are.
  process.stdout.on("error", stop);
  process.stderr.on("error", stop);
  return controller.signal;
}
