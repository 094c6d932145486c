import { beforeAll, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { getPreferences } from "./queries.ts";
import { defaultPreferences, type Preferences } from "./schema.ts";
import { updatePreferences } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let tenantId: string;
let ada: Actor;

beforeAll(async () => {
  tenantId = await factory.createTenant();
  ada = await factory.createActor(tenantId);
});

async function change(actor: Actor, input: unknown): Promise<Preferences> {
  return dataOf(await updatePreferences(actor, input));
}

type Recorded = { target_id: string; details: unknown };

function recordedOf(actor: Actor): Promise<Recorded[]> {
  return factory.query<Recorded>(
    `SELECT target_id, details FROM audit_events
     WHERE tenant_id = $1 AND actor_id = $2 AND action = 'preferences.updated' ORDER BY id`,
    [actor.tenantId, actor.id],
  );
}

describe("preferences", () => {
  it("are the defaults until somebody chooses, and then what was chosen", async () => {
    const actor = await factory.createActor(tenantId);
    expect(await getPreferences(actor)).toEqual(defaultPreferences);
    const chosen: Preferences = {
      theme: "dark",
      density: "compact",
      timeZone: "Asia/Tokyo",
      locale: "de-CH",
    };
    expect(await change(actor, chosen)).toEqual(chosen);
    expect(await getPreferences(actor)).toEqual(chosen);
  });

  it("keep what a change does not mention, and go back to the default for null", async () => {
    const actor = await factory.createActor(tenantId);
    await change(actor, { theme: "light", timeZone: "europe/berlin" });
    await change(actor, { density: "compact" });
    expect(await getPreferences(actor)).toEqual({
      theme: "light",
      density: "compact",
      timeZone: "Europe/Berlin",
      locale: null,
    });
    expect(await change(actor, { theme: null, timeZone: null })).toEqual({
      ...defaultPreferences,
      density: "compact",
    });
  });

  it("are read anew at once after each change, whatever was cached", async () => {
    const actor = await factory.createActor(tenantId);
    for (const theme of ["dark", "light", "system", "dark"] as const) {
      await change(actor, { theme });
      expect((await getPreferences(actor)).theme).toBe(theme);
    }
  });

  it("are a person's own: neither a colleague nor a namesake elsewhere sees them", async () => {
    const colleague = await factory.createActor(tenantId);
    const elsewhere = await factory.createTenant();
    await factory.query(
      "INSERT INTO users (tenant_id, id, email, name) VALUES ($1, $2, $3, 'Ada Elsewhere')",
      [elsewhere, ada.id, "ada.elsewhere@example.com"],
    );
    const namesake = { ...ada, tenantId: elsewhere, sessionId: null };
    await change(ada, { theme: "dark", locale: "fr-FR" });
    expect(await getPreferences(colleague)).toEqual(defaultPreferences);
    expect(await getPreferences(namesake)).toEqual(defaultPreferences);
    await change(namesake, { theme: "light" });
    await change(colleague, { density: "compact" });
    expect(await getPreferences(ada)).toMatchObject({ theme: "dark", locale: "fr-FR" });
  });

  it("leave an event with what changed, before and after", async () => {
    const actor = await factory.createActor(tenantId);
    await change(actor, { theme: "dark", density: "comfortable" });
    await change(actor, { theme: "light", locale: "en-US" });
    expect(await recordedOf(actor)).toEqual([
      {
        target_id: actor.id,
        details: { before: { theme: "system" }, after: { theme: "dark" } },
      },
      {
        target_id: actor.id,
        details: {
          before: { theme: "dark", locale: null },
          after: { theme: "light", locale: "en-US" },
        },
      },
    ]);
  });

  it("survive two changes at the same time, each keeping the other", async () => {
    const actor = await factory.createActor(tenantId);
    await Promise.all([
      change(actor, { theme: "dark" }),
      change(actor, { density: "compact" }),
      change(actor, { timeZone: "UTC" }),
    ]);
    const expected = { theme: "dark", density: "compact", timeZone: "UTC", locale: null };
    expect(await getPreferences(actor)).toEqual(expected);
    const details = (await recordedOf(actor)).map((event) => event.details);
    expect(details).toHaveLength(3);
    expect(details).toContainEqual({ before: { timeZone: null }, after: { timeZone: "UTC" } });
  });

  it("refuse a zone that does not exist, beside its field, and keep the old one", async () => {
    const actor = await factory.createActor(tenantId);
    await change(actor, { timeZone: "Europe/Rome" });
    const refused = await updatePreferences(actor, { timeZone: "Europe/Atlantis", theme: "dark" });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: "invalid_input", fieldErrors: { timeZone: [expect.any(String)] } },
    });
    expect(await getPreferences(actor)).toMatchObject({ timeZone: "Europe/Rome", theme: "system" });
  });

  it("read a stored zone that the runtime has lost as not chosen", async () => {
    const actor = await factory.createActor(tenantId);
    await factory.query(
      `INSERT INTO preferences (tenant_id, user_id, theme, time_zone, locale)
       VALUES ($1, $2, 'dark', 'Europe/Atlantis', 'en_GB')`,
      [tenantId, actor.id],
    );
    expect(await getPreferences(actor)).toEqual({ ...defaultPreferences, theme: "dark" });
  });

  it("are nothing that an API key has", async () => {
    const key: Actor = { ...ada, kind: "api_key", id: (await factory.createKey(tenantId)).id };
    const refusal = { code: "permission_denied", message: expect.stringContaining("Only people") };
    await expect(getPreferences(key)).rejects.toMatchObject(refusal);
    expect(await updatePreferences(key, { theme: "dark" })).toMatchObject({
      ok: false,
      error: refusal,
    });
    expect(await recordedOf(key)).toEqual([]);
  });
});
