const registry = globalThis as typeof globalThis & Record<symbol, unknown>;

/**
 * One instance per process. `server.ts` and Next's bundle load separate copies of every module, and
 * development reloads them: a connection pool must not be made twice.
 */
export function singleton<T>(name: string, create: () => T): T {
  const key = Symbol.for(`gatehouse.${name}`);
  registry[key] ??= create();
  return registry[key] as T;
}
