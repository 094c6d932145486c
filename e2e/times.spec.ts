import type { Browser, BrowserContext, Page } from "@playwright/test";
import { sampleEvents, sendEvents } from "./events.ts";
import { expect, factory, setting, test, whenListening } from "./fixtures.ts";

/** A winter's night that is another day, and another year, in UTC. */
const ENDS_AT = "2089-12-31T23:30:07Z";

type Shown = { at: string; text: string; title: string };

/** The times of a document, which is the page's own or the one that the server sent. */
function timesOf(page: Page, html: string | null): Promise<Shown[]> {
  return page.evaluate((sent) => {
    const read = sent === null ? document : new DOMParser().parseFromString(sent, "text/html");
    return [...read.querySelectorAll("time")].map((time) => ({
      at: time.dateTime,
      text: time.textContent ?? "",
      title: time.title,
    }));
  }, html);
}

/** What must be the same before and after scripts run: "3 minutes ago" may have become four. */
function lasting({ at, text, title }: Shown): string {
  return [at, title, /\d:\d\d/.test(text) ? text : ""].join(" | ");
}

async function inBerlin(
  browser: Browser,
  locale: string,
  work: (context: BrowserContext) => Promise<void>,
) {
  const baseURL = setting("E2E_URL");
  const context = await browser.newContext({ baseURL, locale, timezoneId: "Europe/Berlin" });
  try {
    await work(context);
  } finally {
    await context.close();
  }
}

/** A person whose role ends at `ENDS_AT`. */
async function personWithEnd(tenantId: string): Promise<string> {
  const { id } = await factory.createUser(tenantId, { roles: ["manager"], name: "Grace Hopper" });
  await factory.query("UPDATE role_assignments SET ends_at = $2 WHERE user_id = $1", [id, ENDS_AT]);
  return id;
}

for (const { locale, written } of [
  { locale: "en-US", written: "Jan 1, 2090, 12:30:07 AM GMT+1" },
  { locale: "de-DE", written: "1 Jan 2090, 00:30:07 CET" },
]) {
  test(`what the server writes is what the browser shows: Berlin, ${locale}`, async ({
    browser,
    tenant,
  }) => {
    const { key } = await factory.createKey(tenant.id);
    await sendEvents(key, sampleEvents());
    const personId = await personWithEnd(tenant.id);
    await inBerlin(browser, locale, async (context) => {
      await tenant.signIn(["tenant_admin"], context);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      // The first page of this browser tells its zone.
      await page.goto("/account");
      const seen = new Map<string, Shown[]>();
      for (const path of [
        `/users/${personId}`,
        "/users",
        "/audit",
        "/security",
        "/settings/sessions",
        "/settings/api-keys",
        "/requests",
        "/overview",
        "/account",
      ]) {
        const sent = await (await page.goto(path))?.text();
        await whenListening(page.getByRole("button").first());
        const served = await timesOf(page, sent ?? "");
        const shown = await timesOf(page, null);
        const servedAt = new Set(served.map(({ at }) => at));
        // The figures move by themselves: what came later was not served.
        const kept = shown.filter(({ at }) => servedAt.has(at)).map(lasting);
        expect(
          kept.filter((each) => !served.map(lasting).includes(each)),
          path,
        ).toEqual([]);
        seen.set(path, served);
      }
      expect(seen.get(`/users/${personId}`)?.map(({ text }) => text)).toContain(written);
      for (const path of ["/users", "/audit", "/settings/sessions", "/overview"]) {
        expect(seen.get(path)?.length, path).toBeGreaterThan(0);
      }
      expect(complaints).toEqual([]);
    });
  });
}

test("until the server knows the zone, no time is shown in another", async ({
  browser,
  tenant,
}) => {
  const personId = await personWithEnd(tenant.id);
  await inBerlin(browser, "en-GB", async (context) => {
    await tenant.signIn(["tenant_admin"], context);
    const page = await context.newPage();
    // Only the script in the page runs, as while the others are on their way.
    await page.route("**/_next/static/**/*.js", (route) => route.abort());
    await page.goto(`/users/${personId}`);
    const end = page.locator(`time[datetime^="2089-12-31"]`).first();
    await expect(end).toHaveText("31 Dec 2089, 23:30:07 UTC");
    await expect(end).toBeHidden();
    const cookies = await context.cookies();
    expect(cookies.find(({ name }) => name === "time-zone")?.value).toBe("Europe/Berlin");
    await page.reload();
    await expect(end).toHaveText("1 Jan 2090, 00:30:07 CET");
    await expect(end).toBeVisible();
  });
});

test("after a journey the old zone is not shown, and the new one is", async ({
  browser,
  tenant,
}) => {
  const personId = await personWithEnd(tenant.id);
  await inBerlin(browser, "en-GB", async (context) => {
    await tenant.signIn(["tenant_admin"], context);
    const cookie = { name: "time-zone", value: "Asia/Tokyo", url: setting("E2E_URL") };
    await context.addCookies([cookie]);
    const page = await context.newPage();
    const sent = await (await page.goto(`/users/${personId}`))?.text();
    expect(sent).toContain("1 Jan 2090, 08:30:07");
    const end = page.locator(`time[datetime^="2089-12-31"]`).first();
    await expect(end).toHaveText("1 Jan 2090, 00:30:07 CET");
    await expect(end).toBeVisible();
    const kept = (await context.cookies()).find(({ name }) => name === "time-zone");
    expect(kept?.value).toBe("Europe/Berlin");
  });
});

test("a person's own choice wins over the browser, from the first byte", async ({
  browser,
  tenant,
}) => {
  const personId = await personWithEnd(tenant.id);
  await inBerlin(browser, "en-US", async (context) => {
    const { userId } = await tenant.signIn(["tenant_admin"], context);
    await factory.query(
      `INSERT INTO preferences (tenant_id, user_id, time_zone, locale, updated_at)
       VALUES ($1, $2, 'Asia/Tokyo', 'en-GB', now())`,
      [tenant.id, userId],
    );
    const page = await context.newPage();
    await page.route("**/_next/static/**/*.js", (route) => route.abort());
    await page.goto(`/users/${personId}`);
    const end = page.locator(`time[datetime^="2089-12-31"]`).first();
    await expect(end).toHaveText("1 Jan 2090, 08:30:07 GMT+9");
    await expect(end).toBeVisible();
  });
});

test("whatever a cookie or header says of zone and language, the page is served", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  const [session] = await page.context().cookies();
  for (const said of [
    "<script>alert(1)</script>",
    "%3Cscript%3E",
    '"><b>',
    "+02:00",
    "x".repeat(5_000),
  ]) {
    const response = await page.request.get("/account", {
      headers: {
        Cookie: `${session?.name}=${session?.value}; time-zone=${said}`,
        "Accept-Language": said,
      },
    });
    expect(response.status()).toBe(200);
    const html = await response.text();
    expect(html).toContain('data-zone="UTC"');
    expect(html).not.toContain(said === "+02:00" ? 'data-zone="+' : said);
  }
});
