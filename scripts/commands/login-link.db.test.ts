import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { redeemLoginLink } from "#lib/identity/login/redeem";
import { logIn } from "#lib/identity/login/service";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { loginLink } from "./login-link.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const password = "vellum teapot ironing giraffe";
let tenantId: string;

beforeAll(async () => {
  tenantId = await factory.createTenant();
  process.env.DATABASE_OWNER_URL = ownerUrl();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const request = () => ({ requestId: randomUUID(), ip: null, userAgent: null });

/** What the command prints. */
async function printed(email: string): Promise<string> {
  vi.stubEnv("PUBLIC_URL", "https://gatehouse.example");
  const lines = vi.spyOn(console, "log").mockImplementation(() => undefined);
  lines.mockClear();
  expect(await loginLink(["--email", email])).toBe(0);
  return lines.mock.calls.flat().join("\n");
}

const tokenIn = (text: string) => /https:\/\/gatehouse\.example\/first-login#(\S+)/.exec(text)?.[1];

const links = (userId: string) =>
  factory.query("SELECT 1 FROM login_links WHERE user_id = $1", [userId]);

describe("a one-time link of the command line", () => {
  it("lets an administrator in who has lost the first one, which stops working", async () => {
    const { id, email } = await factory.createUser(tenantId);
    const lost = tokenIn(await printed(email)) ?? "";
    const token = tokenIn(await printed(email.toUpperCase())) ?? "";
    await expect(redeemLoginLink({ token: lost, password }, request())).rejects.toThrow();
    await redeemLoginLink({ token, password }, request());
    await expect(logIn({ email, password }, request())).resolves.toMatchObject({ userId: id });
    const events = await factory.query(
      "SELECT action, actor_type FROM audit_events WHERE target_id = $1 AND actor_type = 'system'",
      [id],
    );
    expect(events).toEqual(Array(2).fill({ action: "login_link.created", actor_type: "system" }));
  });

  it("is for a new password where there is one", async () => {
    const { id, email } = await factory.createUser(tenantId, { password });
    expect(await printed(email)).toContain("new password; the old one works until then");
    const events = await factory.query("SELECT action FROM audit_events WHERE target_id = $1", [
      id,
    ]);
    expect(events).toEqual([{ action: "password.reset_link_created" }]);
  });

  it.each(["", "gatehouse.example", "ftp://gatehouse.example"])(
    "is not made while PUBLIC_URL is %j",
    async (url) => {
      const { id, email } = await factory.createUser(tenantId);
      vi.stubEnv("PUBLIC_URL", url);
      await expect(loginLink(["--email", email])).rejects.toThrow("PUBLIC_URL");
      expect(await links(id)).toEqual([]);
    },
  );

  it("is not made for nobody, nor for somebody disabled", async () => {
    vi.stubEnv("PUBLIC_URL", "https://gatehouse.example");
    await expect(loginLink(["--email", "nobody@example.com"])).rejects.toThrow("Nobody has");
    const { id, email } = await factory.createUser(tenantId);
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [id]);
    await expect(loginLink(["--email", email])).rejects.toThrow("is disabled");
    expect(await links(id)).toEqual([]);
    await expect(loginLink([])).rejects.toThrow("Usage");
  });

  it("is for the tenant that is named, where the address has accounts in several", async () => {
    const { email } = await factory.createUser(tenantId);
    const other = await factory.createTenant();
    const { id } = await factory.createUser(other, { email });
    const slugs = await factory.query<{ id: string; slug: string }>("SELECT id, slug FROM tenants");
    const slugOf = (tenant: string) => slugs.find((each) => each.id === tenant)?.slug ?? "";
    vi.stubEnv("PUBLIC_URL", "https://gatehouse.example");
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    const refused = await loginLink(["--email", email]).catch((error: Error) => error.message);
    expect(refused).toContain(slugOf(tenantId));
    expect(refused).toContain(slugOf(other));
    expect(await loginLink(["--email", email, "--tenant", slugOf(other)])).toBe(0);
    expect(await links(id)).toHaveLength(1);
    await expect(loginLink(["--email", email, "--tenant", "nobody"])).rejects.toThrow(
      `Nobody in the tenant nobody has the address ${email}.`,
    );
  });
});
