/** provisional */
export type CacheKind = "session" | "api" | "query" | "kpi" | "preferences" | "static";
export type CacheKey = { tenantId: string; id: string; tags?: readonly string[] };
export async function cached<T>(
  _kind: CacheKind,
  _key: CacheKey,
  load: () => Promise<T>,
): Promise<T> {
  return load();
}
export async function invalidateTags(_tenantId: string, _tags: readonly string[]): Promise<void> {}
