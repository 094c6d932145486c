import { describe, expect, it } from "vitest";
import { sourceFault } from "./source-name.ts";

describe("the source of an event", () => {
  it.each([
    "portal",
    "Portal",
    "PORTAL",
    "portal.",
    " portal ",
    "[portal]",
    "por-tal",
    "p\u00f6rt\u00e4l",
    "p\u043ertal",
    "\u0440\u043e\u0433\u0442\u0430\u04cf",
    "\u03c1\u03bf\u0433\u03c4\u03b1\u03b9",
    "porta1",
    "portaI",
    "p0rtal",
    "porta|",
    "\u1d18\u1d0f\u0280\u1d1b\u1d00\u029f",
    "ｐｏｒｔａｌ",
    "𝐩𝐨𝐫𝐭𝐚𝐥",
    "p\u00adortal",
    "p\u200bortal",
    "port\u3164al",
    "portal\u2060",
    "gatehouse",
    "Gatehouse",
    "GATEHOUSE",
    "g\u0430tehouse",
    "gateh0use",
    "Gatehouse portal",
    "portal-gatehouse",
    "Gatehouse\u00a0Portal!",
    "gatehouse/gatehouse",
  ])("cannot be %j, which reads as Gatehouse", (source) => {
    expect(sourceFault(source)).toContain("Gatehouse's own");
  });

  it.each(["portal\u2060x", "crm\u200b", "a\u0000", "cr\u00adm", "crm\n", "a\u2028b", "\u202ecrm"])(
    "cannot be %j, of which a part is not seen",
    (source) => {
      expect(sourceFault(source)).toContain("cannot be seen");
    },
  );

  it.each(["\u0441rm", "cr\u043c", "bi\u03bbling", "\u0562illing"])(
    "cannot be %j, of two alphabets in one word",
    (source) => {
      expect(sourceFault(source)).toContain("two alphabets");
    },
  );

  it.each([
    "api",
    "crm",
    "cloudtrail",
    "CRM",
    "billing",
    "chaos",
    "hr:sync",
    "my-app_2/prod.eu (blue)",
    "customer-portal",
    "portals",
    "portal2",
    "portal admin",
    "gatehouse-exporter",
    "Portail",
    "Zürich",
    "Продажи",
    "CRM Продажи",
    "πωλήσεις",
    "販売システム",
    "CRM販売",
    "판매",
    "מכירות",
    "مبيعات",
    "बिक्री",
    "naïve",
    "µservice",
    "🚀 deploys",
  ])("can be %j", (source) => {
    expect(sourceFault(source)).toBeNull();
  });
});
