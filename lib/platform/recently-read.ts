/**
 * No session and no key is trusted for longer than this without re-reading it. Under one second, so
 * that a revocation bites within one second in every process, whether or not Redis is there.
 */
const TRUST_MS = 800;
const MAX_ENTRIES = 20_000;

/**
 * Remembers what `load` said of a key for less than a second, counted from before it was read, and
 * lets concurrent callers share one look-up. Failures are not remembered.
 */
export class RecentlyRead<Value> {
  readonly #entries = new Map<string, { readAt: number; value: Promise<Value> }>();

  /** @param readAfter of `performance.now()`: what was read before is not believed. */
  async get(
    key: string,
    load: () => Promise<Value>,
    readAfter = Number.NEGATIVE_INFINITY,
  ): Promise<Value> {
    const now = performance.now();
    const known = this.#entries.get(key);
    if (known && now - known.readAt < TRUST_MS && known.readAt >= readAfter) return known.value;
    if (this.#entries.size >= MAX_ENTRIES) this.#entries.clear();
    const value = load();
    const entry = { readAt: now, value };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    try {
      return await value;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  /** Forgets at once what this process itself has changed. */
  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** Forgets whatever has a key that begins so. */
  forgetUnder(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
