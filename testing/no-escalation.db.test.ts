import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineAction } from "../lib/action/define-action.ts";
import { hashPassword } from "../lib/identity/credentials/password.ts";
import { setUpTestDatabase } from "./database.ts";
import { inAccess } from "./escalation/access.ts";
import { inGovernance } from "./escalation/governance.ts";
import { harmless } from "./escalation/harmless.ts";
import { inIdentity } from "./escalation/identity.ts";
import { KeptFactory } from "./escalation/kept-factory.ts";
import { couldDo } from "./escalation/measure.ts";
import { trySequences } from "./escalation/run.ts";
import { trying } from "./escalation/step.ts";
import { everyAction } from "./every-action.ts";

const { ownerUrl } = setUpTestDatabase();

const mutations = { ...inAccess, ...inIdentity, ...inGovernance };
/** The same sequences each time; another seed, or more of them, looks further. */
const SEED = process.env.ESCALATION_SEED ?? "1";
const SEQUENCES = Number(process.env.ESCALATION_SEQUENCES ?? 9);
const STEPS = 24;

describe("every action", () => {
  it("is tried at random, or is known to touch nobody's access", async () => {
    const names = (await everyAction()).map(([name]) => name).sort();
    const known = [...Object.keys(mutations), ...Object.keys(harmless)].sort();
    expect(known).toEqual(names);
  });

  it("that is known to touch nobody’s access changes no decision", async () => {
    const actions = new Map(await everyAction());
    const factory = new KeptFactory(ownerUrl());
    const admin = await factory.createActor(await factory.createTenant());
    const passwordHash = await hashPassword("correct horse battery");
    await factory.query("UPDATE users SET password_hash = $2 WHERE id = $1", [
      admin.id,
      passwordHash,
    ]);
    const ids = [admin.id, (await factory.createUser(admin.tenantId, { roles: ["manager"] })).id];
    for (const [name, { input }] of Object.entries(harmless)) {
      const made = await input(factory, admin);
      const { id: sessionId } = await factory.createSession(admin.tenantId, admin.id);
      const before = await couldDo(admin.tenantId, ids, ids);
      const result = await actions.get(name)?.({ ...admin, sessionId }, made);
      expect([name, result]).toMatchObject([name, { ok: true }]);
      const after = await couldDo(admin.tenantId, ids, ids);
      expect([name, after]).toEqual([name, before]);
    }
    await factory.end();
  });
});

/** As somebody would write it who does not know of `changeAccess`. */
const forgetful = defineAction({
  permission: "role.assign",
  input: z.strictObject({ userId: z.uuid() }),
  run: async (tx, { userId }, { tenantId }) => {
    await tx.roleAssignment.create({ data: { tenantId, userId, role: "strong" } });
    const target = { type: "user", id: userId };
    return { data: {}, events: [{ action: "role.assigned", target }] };
  },
});

/** The same, of a rule between what others have. */
const forgetfulRule = defineAction({
  permission: "sod.update",
  input: z.strictObject({ roles: z.array(z.string()) }),
  run: async (tx, { roles }, { tenantId }) => {
    const id = randomUUID();
    await tx.sodRule.create({ data: { tenantId, id, name: id, kind: "dynamic", roleLimit: 2 } });
    const data = roles.map((roleId) => ({ tenantId, ruleId: id, roleId }));
    await tx.sodRuleRole.createMany({ data });
    return { data: {}, events: [{ action: "sod_rule.created", target: { type: "sod_rule", id } }] };
  },
});

describe("somebody weaker, whatever they do in whatever order", () => {
  it(
    "gains nothing, nor does anybody as whom they can act, and takes nothing from those above",
    async () => {
      const options = { seed: SEED, sequences: SEQUENCES, steps: STEPS };
      const { finding, done, refused } = await trySequences(ownerUrl(), mutations, options);
      const total = done.values().reduce((sum, each) => sum + each, 0);
      console.log(
        `seed ${SEED}: ${SEQUENCES} sequences, ${total} changes of ${done.size} kinds done, ${refused} refused`,
      );
      expect(finding).toBeNull();
      expect(done.size).toBeGreaterThan(20);
      expect(refused).toBeGreaterThan(SEQUENCES);
      // A machine that is busy takes its time, and whoever looks further asks for more.
    },
    SEQUENCES * 30_000,
  );

  it("is found out where an action goes round the one check", async () => {
    const planted = trying(forgetful, ({ world }) => ({ userId: world.helper.id }));
    const some = Object.fromEntries(Object.entries(inAccess).slice(0, 5));
    const { finding } = await trySequences(
      ownerUrl(),
      { ...some, planted },
      { seed: SEED, sequences: 2, steps: STEPS },
    );
    expect(finding?.what).toContain("somebody of theirs gained order.cancel");
    expect(finding?.log.at(-1)).toBe("planted: done");
  }, 60_000);

  it("is found out where a rule takes from those above what they use", async () => {
    const planted = trying(forgetfulRule, () => ({ roles: ["manager", "documents"] }));
    const { finding } = await trySequences(
      ownerUrl(),
      { planted },
      { seed: SEED, sequences: 1, steps: 1 },
    );
    expect(finding?.what).toContain("somebody above lost order.read without choosing");
    expect(finding?.log).toEqual(["planted: done"]);
  }, 60_000);
});
