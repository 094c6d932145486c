import { expect, it } from "vitest";
import { permissionOf } from "#lib/authz/catalogue/permissions";
import { commandsFor } from "./key-commands.ts";

const origin = "https://gatehouse.example";
const titles = (scopes: string[]) => commandsFor(origin, scopes).map(({ title }) => title);

it("offers what the key can do, and nothing else", () => {
  expect(titles(["audit.record"])).toEqual(["send one event"]);
  expect(titles(["access.decide"])).toEqual(["ask for one decision"]);
  expect(titles(["access.search"])).toEqual(["ask for one decision"]);
  expect(titles(["audit.read"])).toEqual(["read the latest events"]);
  expect(titles(["audit.read", "access.decide", "audit.record"])).toHaveLength(3);
  expect(titles(["todo.close", "user.read"])).toEqual([]);
  // What the second line above stands on.
  expect(permissionOf("access.search").implies).toContain("access.decide");
});

it("names the address, and sends JSON that can be read", () => {
  for (const { text } of commandsFor(origin, ["audit.record", "access.decide", "audit.read"])) {
    expect(text).toContain(`${origin}/`);
    expect(text).toContain("Bearer $GATEHOUSE_API_KEY");
  }
  const [decision] = commandsFor(origin, ["access.decide"]);
  const sent = /-d '(.*)'$/s.exec(decision?.text ?? "")?.[1] ?? "";
  expect(JSON.parse(sent)).toMatchObject({ subject: { type: "user" }, action: { name: "read" } });
});
