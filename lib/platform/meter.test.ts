import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { giveBack, meterCache, meterRequest, takeMeters } from "./meter.ts";

const tenantId = "3f1f0a3e-6c0b-4a39-9f57-52f0f7f6d9a1";
const seen = { tenantId, route: "GET /me", status: 200, durationMs: 3 };

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-22T10:02:00Z") });
  takeMeters();
});
afterEach(() => {
  vi.setSystemTime(new Date("2026-11-23T10:00:00Z"));
  takeMeters();
  vi.useRealTimers();
});

describe("meters", () => {
  it("give running totals of a slot, and only what has moved", () => {
    meterRequest(seen);
    meterRequest({ ...seen, status: 404 });
    expect(takeMeters().requests).toMatchObject([{ requests: 2, clientErrors: 1 }]);
    expect(takeMeters()).toEqual({ requests: [], caches: [] });
    meterRequest({ ...seen, status: 503 });
    const [meter] = takeMeters().requests;
    expect(meter).toMatchObject({ requests: 3, serverErrors: 1, route: "GET /me" });
    expect(meter?.slot).toEqual(new Date("2026-11-22T10:00:00Z"));
    expect([...(meter?.latency.values() ?? [])]).toEqual([3]);
  });

  it("begin anew with the next slot, and lose nothing of the last one", () => {
    meterCache(tenantId, "kpi", "hit");
    vi.setSystemTime(new Date("2026-11-22T10:05:00Z"));
    meterCache(tenantId, "kpi", "miss");
    expect(takeMeters().caches).toMatchObject([
      { hits: 1, misses: 0 },
      { hits: 0, misses: 1 },
    ]);
    meterCache(tenantId, "kpi", "hit");
    expect(takeMeters().caches).toMatchObject([{ hits: 1, misses: 1 }]);
  });

  it("come again when they could not be written, with what was counted since", () => {
    meterRequest(seen);
    const taken = takeMeters();
    meterRequest(seen);
    giveBack(taken);
    expect(takeMeters().requests).toMatchObject([{ requests: 2 }]);
    const late = takeMeters();
    expect(late.requests).toEqual([]);
    vi.setSystemTime(new Date("2026-11-22T10:06:00Z"));
    giveBack(taken);
    expect(takeMeters().requests).toHaveLength(1);
  });

  it("do not grow with the addresses that somebody invents", () => {
    for (let i = 0; i < 500; i++) meterRequest({ ...seen, route: `GET /${i}` });
    const { requests } = takeMeters();
    expect(requests.length).toBeLessThanOrEqual(201);
    expect(requests.reduce((sum, meter) => sum + meter.requests, 0)).toBe(500);
    expect(requests.find((meter) => meter.route === "other")?.requests).toBe(300);
  });
});
