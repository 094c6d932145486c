import { describe, expect, it } from "vitest";
import type { RoleEntry } from "#lib/authz/engine/facts";
import type { PermissionUsage, RoleUsageDetail } from "#lib/governance/unused/schema";
import {
  chosenEntries,
  isChanged,
  linesOf,
  othersOf,
  presentChoice,
  proposedChoice,
} from "./draft.ts";

const allow = (permission: string, ownOnly = false): RoleEntry => ({
  permission,
  effect: "allow",
  ownOnly,
});
const deny: RoleEntry = { permission: "invoice.refund", effect: "deny", ownOnly: false };
const usage = (permission: string, lastUsedAt: string | null = null): PermissionUsage => ({
  permission,
  lastUsedAt,
  ownOnly: false,
  from: { id: "r", name: "Clerk" },
  peopleCount: lastUsedAt ? 1 : 0,
  isNeeded: lastUsedAt !== null,
});

const detail: RoleUsageDetail = {
  id: "r",
  name: "Clerk",
  description: "",
  builtIn: false,
  parents: [],
  updatedAt: "2026-11-01T00:00:00.000Z",
  reachedCount: 2,
  recordedSince: "2026-09-01",
  observed: null,
  permissions: [
    usage("document.delete"),
    usage("document.read", "2026-11-20T00:00:00.000Z"),
    usage("order.cancel", "2026-11-10T00:00:00.000Z"),
    usage("order.read", "2026-11-10T00:00:00.000Z"),
    usage("report.read"),
  ],
  entries: [allow("document.delete"), deny, allow("order.cancel", true)],
  proposal: [allow("document.read"), deny, allow("order.cancel")],
};

describe("a smaller role as it is edited", () => {
  const lines = linesOf(detail);

  it("begins with what would go, then what comes instead", () => {
    expect(lines.map(({ kind, entry }) => `${kind} ${entry.permission}`)).toEqual([
      "unused document.delete",
      "instead document.read",
      "used order.cancel",
      "denial invoice.refund",
    ]);
  });

  it("says what is proposed, or what it says now, and whatever else is chosen", () => {
    expect(chosenEntries(lines, proposedChoice(lines))).toEqual(detail.proposal);
    expect(chosenEntries(lines, presentChoice(lines)).map(({ permission }) => permission)).toEqual([
      "document.delete",
      "invoice.refund",
      "order.cancel",
    ]);
    expect(chosenEntries(lines, new Set())).toEqual([deny]);
  });

  it("knows a change from another order", () => {
    expect(isChanged(detail.entries, detail.entries.toReversed())).toBe(false);
    expect(isChanged(detail.entries, detail.proposal)).toBe(true);
    expect(isChanged([allow("order.read")], [allow("order.read", true)])).toBe(true);
  });

  it("lists what it does not say itself, what was not used first", () => {
    const idsOf = (role: RoleUsageDetail) => othersOf(role).map(({ permission }) => permission);
    expect(idsOf(detail)).toEqual(["report.read", "order.read"]);
    const builtIn = { ...detail, builtIn: true };
    expect(idsOf(builtIn)).toEqual(["report.read", "order.read", "document.read"]);
  });
});
