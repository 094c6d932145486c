import { describe, expect, it } from "vitest";
import type { ArrivedEvent } from "../../events/arrivals.ts";
import { failedLogIns } from "./failed-log-ins.ts";

function event(parts: Partial<ArrivedEvent>): ArrivedEvent {
  return {
    id: "01937f2e-2d0b-7b53-9a58-6f3d41f0c001",
    occurredAt: new Date(0),
    source: "test",
    actorType: "user",
    actorId: "u-1",
    actorName: "Ada",
    action: "ConsoleLogin",
    outcome: "failure",
    targetType: null,
    targetId: null,
    sourceIp: "192.0.2.1",
    ...parts,
  };
}

describe("failed log-ins", () => {
  it.each([
    "session.create_failed",
    "ConsoleLogin",
    "user.login",
    "user.log_in_failed",
    "auth.sign-in",
    "UserLoggedOn: logon",
    "AuthenticateUser",
  ])("selects %s", (action) => {
    expect(failedLogIns.selects(event({ action }))).toBe(true);
    expect(failedLogIns.selects(event({ action, outcome: "success" }))).toBe(false);
  });

  it.each([
    "login_link.redeem_failed",
    "invoice.update",
    "GetLoginProfile",
    "blog.input",
    "design.index",
  ])("leaves %s alone", (action) => {
    expect(failedLogIns.selects(event({ action }))).toBe(false);
  });

  it("knows whose log-in it was", () => {
    const [account] = failedLogIns.correlations;
    const tried = { targetType: "account", targetId: "Ada@Example.com", actorId: null };
    expect(account?.groupOf(event(tried))).toBe("ada@example.com");
    expect(account?.groupOf(event({}))).toBe("u-1");
    expect(account?.groupOf(event({ actorId: null }))).toBe("ada");
    expect(account?.groupOf(event({ actorId: null, actorName: null }))).toBeNull();
  });
});
