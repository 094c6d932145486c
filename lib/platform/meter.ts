/** provisional */
export type RequestMeter = {
  tenantId: string;
  slot: Date;
  route: string;
  requests: number;
  clientErrors: number;
  serverErrors: number;
  latency: Map<number, number>;
};
export type CacheMeter = {
  tenantId: string;
  slot: Date;
  kind: string;
  hits: number;
  misses: number;
};
export function meterRequest(_seen: {
  tenantId: string;
  route: string;
  status: number;
  durationMs: number;
}): void {}
export function meterCache(_tenantId: string, _kind: string, _result: "hit" | "miss"): void {}
export function takeMeters(): { requests: RequestMeter[]; caches: CacheMeter[] } {
  return { requests: [], caches: [] };
}
export function giveBack(_meters: { requests: RequestMeter[]; caches: CacheMeter[] }): void {}
