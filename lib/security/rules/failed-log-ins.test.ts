import { describe, expect, it } from "vitest";
import type { ArrivedEvent } from "../../events/arrivals.ts";
import { failedLogIns } from "./failed-log-ins.ts";
import { type NormalizedEvent, normalize } from "./normalized-event.ts";

function event(parts: Partial<ArrivedEvent>): NormalizedEvent {
  return normalize({
    id: "01937f2e-2d0b-7b53-9a58-6f3d41f0c001",
    occurredAt: new Date(0),
    category: "external",
    source: "crm",
    actorType: "user",
    actorId: "u-1",
    actorName: "Ada",
    action: "ConsoleLogin",
    outcome: "failure",
    targetType: null,
    targetId: null,
    sourceIp: "192.0.2.1",
    ...parts,
  });
}

const portal = { category: "authentication", source: "portal" } as const;

describe("failed log-ins", () => {
  it.each([
    "ConsoleLogin",
    "user.login",
    "auth.sign-in",
    "UserLoggedOn: logon",
    "AuthenticateUser",
    "session.create",
    "user.session.start",
    "ssh.auth",
    "4768",
    "4776",
    "AdminInitiateAuth",
    "Sign-in activity",
    "user.authentication.sso",
  ])("selects %s when it failed", (action) => {
    expect(failedLogIns.selects(event({ action }))).toBe(true);
    expect(failedLogIns.selects(event({ action, outcome: "denied" }))).toBe(true);
    expect(failedLogIns.selects(event({ action, outcome: "success" }))).toBe(false);
  });

  it.each([
    "SignInFailed",
    "UserLoginFailed",
    "ssh.auth_failure",
    "4625",
    "EventID 4625",
    "Microsoft-Windows-Security-Auditing: 4625",
    "4771",
    "6273",
    "user.log_in_failed",
    "LOGIN_FAILED",
    "failed_login_attempt",
    "FailedLogon",
    "login.failure",
    "AuthenticationFailed",
    "authn.rejected",
    "An account failed to log on.",
    "Failed password",
    "InvalidCredentials",
    "google.login.LoginService.loginFailure",
    "session.create_failed",
  ])("selects %s, which says itself that it failed, also from who sends no outcome", (action) => {
    expect(failedLogIns.selects(event({ action }))).toBe(true);
    expect(failedLogIns.selects(event({ action, outcome: "success" }))).toBe(true);
  });

  it.each([
    "login_link.redeem_failed",
    "login_banner.update",
    "login_page.view_failed",
    "certificate.sign_on_behalf",
    "invoice.update",
    "GetLoginProfile",
    "CreateLogin",
    "disable_login",
    "login_method.disabled",
    "authentication_policy.update",
    "two_factor_authentication.disabled",
    "payment.auth_failed",
    "card_authorization.failed",
    "oauth.token_failed",
    "password.reset_failed",
    "password.changed",
    "user.logout_failed",
    "blog.input",
    "catalog.in_stock",
    "log.in_progress",
    "design.index",
    "order.4625",
    "46250",
    "",
    "登录失败",
  ])("leaves %s alone", (action) => {
    expect(failedLogIns.selects(event({ action }))).toBe(false);
  });

  it("of the portal are one kind of event, which no program can send", () => {
    const failed = { ...portal, action: "session.create_failed" };
    expect(failedLogIns.selects(event(failed))).toBe(true);
    expect(failedLogIns.selects(event({ ...failed, outcome: "success" }))).toBe(false);
    expect(failedLogIns.selects(event({ ...portal, action: "login_link.redeem_failed" }))).toBe(
      false,
    );
    expect(failedLogIns.selects(event({ ...portal, action: "api_key.rejected" }))).toBe(false);
    expect(event({ source: "portal" }).isPortal).toBe(false);
  });

  it("knows whose log-in it was, and in which program", () => {
    const [account] = failedLogIns.correlations;
    const groupOf = (parts: Partial<ArrivedEvent>) => account?.groupOf(event(parts));
    const tried = { targetType: "account", targetId: "Ada@Example.com", actorId: null };
    expect(groupOf({ ...tried, ...portal })?.label).toBe("ada@example.com");
    expect(groupOf(tried)?.label).toBe("ada@example.com in crm");
    expect(groupOf({ targetType: "User", targetId: "bo" })?.label).toBe("bo in crm");
    expect(groupOf({ targetType: "application", targetId: "bo" })?.label).toBe("u-1 in crm");
    expect(groupOf({ actorId: null })?.label).toBe("ada in crm");
    expect(groupOf({ actorId: null, actorName: null })).toBeNull();
  });

  it("takes an account of two programs for two, and its spellings for one", () => {
    const keyOf = (parts: Partial<ArrivedEvent>) =>
      failedLogIns.correlations[0]?.groupOf(event(parts))?.key;
    expect(keyOf({ actorId: "1001", source: "crm" })).not.toBe(
      keyOf({ actorId: "1001", source: "erp" }),
    );
    expect(keyOf({ actorId: "1001", source: "crm" })).toBe(
      keyOf({ actorId: "1001", source: "CRM" }),
    );
    expect(keyOf({ actorId: "1001 in crm", source: "crm" })).not.toBe(
      keyOf({ actorId: "1001", source: "crm in crm" }),
    );
    expect(keyOf({ actorId: "a", ...portal })).not.toBe(keyOf({ actorId: "a", source: "portal" }));
    expect(keyOf({ actorId: "Zo\u00eb" })).toBe(keyOf({ actorId: "zoe\u0308" }));
  });

  it("does not count who did not say whose log-in it was as another account", () => {
    const [, address] = failedLogIns.correlations;
    expect(address?.countedOf?.(event({ actorId: null, actorName: null }))).toBeNull();
    expect(address?.countedOf?.(event({}))).toEqual(expect.any(String));
  });

  it("reads any action in time", () => {
    const started = performance.now();
    for (const unit of ["aA", "failed ", "log in ", "auth.", "Aa1"]) {
      failedLogIns.selects(event({ action: unit.repeat(100_000) }));
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});
