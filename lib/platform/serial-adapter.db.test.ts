import { afterAll, beforeAll, expect, it } from "vitest";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { sqlOf, withTenant } from "./db.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const warnings: string[] = [];
const note = ({ message }: Error) => warnings.push(message);
let tenantId: string;

beforeAll(async () => {
  tenantId = await factory.createTenant();
  await factory.createUser(tenantId, { roles: ["manager"] });
  process.on("warning", note);
});
afterAll(() => {
  process.off("warning", note);
});

it("reads several relations in a transaction one after another", async () => {
  const people = await withTenant(tenantId, (tx) =>
    tx.user.findMany({
      include: { roles: { include: { of: true } }, groups: true, sessions: true },
    }),
  );
  expect(people.map(({ roles }) => roles.map(({ of }) => of.id))).toEqual([["manager"]]);
  // Warnings are told in a turn of their own.
  await new Promise(setImmediate);
  expect(warnings).toEqual([]);
});

it("goes on after a statement that failed, up to the roll-back", async () => {
  const failing = withTenant(tenantId, (tx) =>
    Promise.all([sqlOf(tx)("SELECT 1 / 0", []), sqlOf(tx)<{ one: number }>("SELECT 1 AS one", [])]),
  );
  await expect(failing).rejects.toThrow(/division by zero/);
  const after = await withTenant(tenantId, (tx) =>
    sqlOf(tx)<{ one: number }>("SELECT 1 AS one", []),
  );
  expect(after).toEqual([{ one: 1 }]);
});
