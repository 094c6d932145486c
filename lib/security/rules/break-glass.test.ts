import { describe, expect, it } from "vitest";
import type { ArrivedEvent } from "../../events/arrivals.ts";
import { findBursts } from "../detection/bursts.ts";
import { breakGlass } from "./break-glass.ts";
import { type NormalizedEvent, normalize } from "./normalized-event.ts";

function event(parts: Partial<ArrivedEvent> = {}): NormalizedEvent {
  return normalize({
    id: "01937f2e-2d0b-7b53-9a58-6f3d41f0c001",
    occurredAt: new Date(0),
    category: "access",
    source: "portal",
    actorType: "user",
    actorId: "u-1",
    actorName: "Ada",
    action: "break_glass.used",
    outcome: "success",
    targetType: "user",
    targetId: "u-1",
    sourceIp: "192.0.2.1",
    ...parts,
  });
}

const [correlation] = breakGlass.correlations;

describe("emergency access", () => {
  it("selects what the portal did, and nothing that looks like it", () => {
    expect(breakGlass.selects(event())).toBe(true);
    expect(breakGlass.selects(event({ category: "external" }))).toBe(false);
    const claimed = { category: "external", source: "api" } as const;
    expect(breakGlass.selects(event(claimed))).toBe(false);
    expect(breakGlass.selects(event({ outcome: "denied" }))).toBe(false);
    expect(breakGlass.selects(event({ action: "access_request.approved" }))).toBe(false);
  });

  it("raises at the first event, and names who it was", () => {
    const single = [{ occurredAt: new Date(0), counted: null }];
    expect(correlation && findBursts(single, correlation)).toHaveLength(1);
    expect(correlation?.groupOf(event())).toEqual({ key: "u-1", label: "Ada" });
    expect(correlation?.groupOf(event({ actorName: null }))?.label).toBe("u-1");
    expect(correlation?.title(1, "Ada")).toBe("Ada took a role in an emergency");
  });

  it("is an alert for each use", () => {
    const twice = [0, 5_000].map((at) => ({ occurredAt: new Date(at), counted: null }));
    expect(correlation && findBursts(twice, correlation)).toHaveLength(2);
  });
});
