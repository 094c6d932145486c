import AxeBuilder from "@axe-core/playwright";
import {
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import type { BuiltInRoleId } from "../lib/authz/catalogue/roles.ts";
import { Factory } from "../testing/factories.ts";

export { expect };

/** What global-setup.ts left in the environment. */
export function setting(name: "E2E_URL" | "E2E_OWNER_URL"): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run the browser tests with npm test`);
  return value;
}

/** Makes rows in the database under test. */
export const factory = new Factory(() => setting("E2E_OWNER_URL"));

type SignedIn = { userId: string; email: string; name: string; sessionId: string };
type TenantOfTest = {
  id: string;
  /**
   * Signs a new person in by inserting a session, the way every test but the log-in's own does.
   * Without a context of its own the person uses the test's browser.
   */
  signIn: (roles?: BuiltInRoleId[], context?: BrowserContext) => Promise<SignedIn>;
};

/** Tests with a tenant of their own. */
export const test = base.extend<{ tenant: TenantOfTest }>({
  tenant: async ({ context: ownContext }, use) => {
    const id = await factory.createTenant("Acme Robotics");
    const signIn: TenantOfTest["signIn"] = async (
      roles = ["tenant_admin"],
      context = ownContext,
    ) => {
      const user = await factory.createUser(id, { roles });
      const session = await factory.createSession(id, user.id);
      const cookie = { name: "gatehouse.session", value: session.token, url: setting("E2E_URL") };
      await context.addCookies([cookie]);
      return { userId: user.id, email: user.email, name: user.name, sessionId: session.id };
    };
    await use({ id, signIn });
  },
});

/**
 * axe finds nothing on the page as it is now (WCAG 2.2 AA and best practices). Its "legacy mode" needs
 * no second page for the results, and leaves out only frames of other origins, which are never shown;
 * describing what passed would take as long again as finding what did not.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
}

/** An open dialog. Notifications are not meant, though their role is that of a dialog, too. */
export function dialogOf(page: Page, name?: string | RegExp): Locator {
  const notNotified = page.locator(':not([aria-label="Notifications"] *)');
  return page.getByRole("dialog", name === undefined ? {} : { name }).and(notNotified);
}

/**
 * Clicks until it has opened what it opens: a page that was just served may not listen yet, and
 * nothing on it tells when it does. A person clicks again as well.
 */
export async function clickToOpen(trigger: Locator, opened: Locator): Promise<void> {
  await expect(async () => {
    if (!(await opened.isVisible())) await trigger.click({ timeout: 2_000 });
    await expect(opened).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

/**
 * Chooses from a list with a search, tried as a whole: a list that was chosen from a moment ago may just be
 * closing, and what is typed into that one is lost.
 */
export async function choose(
  trigger: Locator,
  page: Page,
  search: string,
  option: string | RegExp,
): Promise<void> {
  const field = page.getByRole("combobox", { name: search });
  const timeout = 2_000;
  await expect(async () => {
    if (!(await field.isVisible())) await trigger.click({ timeout });
    await field.fill(typeof option === "string" ? option : "", { timeout });
    await page.getByRole("option", { name: option }).first().click({ timeout });
  }).toPass();
}

/**
 * Waits until the page listens to an element: what is typed or pressed before is lost, and nothing
 * on the page tells when. React keeps an element's properties on the element from then on.
 */
export async function whenListening(locator: Locator): Promise<void> {
  const isListening = () =>
    locator.evaluate((element) =>
      Object.keys(element).some((key) => key.startsWith("__reactProps$")),
    );
  await expect.poll(isListening).toBe(true);
}

const looks = [
  { name: "light-wide", colorScheme: "light", width: 1440, height: 900, withAxe: true },
  { name: "dark-wide", colorScheme: "dark", width: 1440, height: 900, withAxe: false },
  { name: "light-phone", colorScheme: "light", width: 390, height: 844, withAxe: false },
  { name: "dark-phone", colorScheme: "dark", width: 390, height: 844, withAxe: true },
] as const;

/**
 * Takes screenshots of what is shown in both themes and widths, and sees that nothing sticks out; axe,
 * which takes seconds, looks once in each theme and width.
 */
export async function seenEverywhere(page: Page, name: string): Promise<void> {
  for (const look of looks) {
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: `test-results/screens/${name}-${look.name}.png` });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    if (look.withAxe) await expectAccessible(page);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
