import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { createApiKey, revokeApiKey } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

const make = (name: string, by = admin) =>
  createApiKey(by, { name, scopes: ["audit.read"], expiresInDays: 30 });
const taken = (name: string) => ({
  ok: false,
  error: {
    code: "invalid_input",
    fieldErrors: { name: [expect.stringContaining(`a key called ${name} already`)] },
  },
});

describe("the name of an API key", () => {
  it.each([["Zoë's key"], ["ZOË'S KEY"], ["Zoe\u0308's key"], ["  Zoë's key "], ["Ｚoë's key"]])(
    "is no other living key's, also as %j",
    async (name) => {
      dataOf(await make("Zoë's key"));
      expect(await make(name)).toMatchObject(taken("Zoë's key"));
      dataOf(await make("Zoë's key 2"));
    },
  );

  it("is free again when the key is revoked or has expired, and in another tenant", async () => {
    const { apiKeyId } = dataOf(await make("Sync"));
    dataOf(await make("Sync", await factory.createActor(await factory.createTenant())));
    dataOf(await revokeApiKey(admin, { apiKeyId }));
    const second = dataOf(await make("Sync"));
    expect(await make("Sync")).toMatchObject(taken("Sync"));
    await factory.query("UPDATE api_keys SET expires_at = now() WHERE id = $1", [second.apiKeyId]);
    dataOf(await make("Sync"));
  });

  it("goes to one of many who ask for it at once", async () => {
    const results = await Promise.all(Array.from({ length: 6 }, () => make("Race")));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
