import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { EvidenceDocument } from "#lib/governance/reviews/evidence";
import { signJws, tenantSigningKey } from "#lib/governance/reviews/jws";
import { inProject } from "../local/project.ts";

const folder = mkdtempSync(join(tmpdir(), "evidence-"));
afterAll(() => rmSync(folder, { recursive: true }));

const key = tenantSigningKey("a secret of thirty-two characters or more", "tenant");
const at = "2026-11-24T10:00:00.000Z";
const ada = { id: "1", name: "Ada" };
const evidence: EvidenceDocument = {
  type: "gatehouse.access-review",
  version: 1,
  tenant: { id: "2", name: "Acme" },
  review: {
    id: "3",
    name: "Autumn",
    scope: { kind: "roles", items: [{ id: "r", name: "Accountant" }] },
    startedBy: ada,
    startedAt: at,
    deadline: at,
    endedBy: null,
    undecided: "revoke",
    closedAt: at,
    auditEvents: [],
  },
  lines: [
    {
      position: 1,
      id: "4",
      kind: "assignment",
      person: { id: "5", name: "Grace" },
      group: null,
      role: { id: "r", name: "Accountant" },
      grant: null,
      path: [{ type: "role", id: "r", name: "Accountant" }],
      reason: "",
      since: at,
      startsAt: null,
      endsAt: null,
      peopleCount: null,
      lastUsedAt: null,
      reviewer: ada,
      decision: "undecided",
      decidedBy: null,
      decidedAt: null,
      comment: "",
      question: null,
      answer: null,
      answeredBy: null,
      answeredAt: null,
      outcome: "revoked",
      outcomeReason: "",
      lapsed: true,
      auditEvents: ["6"],
    },
  ],
};

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function verify(...args: string[]): Promise<{ code: number; said: string }> {
  const script = inProject("scripts", "verify-evidence.ts");
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr });
    });
  });
}

const signed = signJws(evidence, key);

it("says in words what a genuine file says, and whose word it is", async () => {
  const path = fileWith("review.json", signed);
  const trusted = await verify(path, "--key", JSON.stringify(key.jwk));
  expect(trusted.code).toBe(0);
  expect(trusted.said).toContain(`signed with the key ${key.kid}`);
  expect(trusted.said).toContain("about roles: Accountant");
  expect(trusted.said).toContain("1 of these because nobody had decided by the end");
  const alone = await verify(path);
  expect(alone.code).toBe(0);
  expect(alone.said).toContain("the file cannot prove");
});

it("refuses a file that was changed, that another key has signed, or that is none", async () => {
  const payload = Buffer.from(JSON.stringify({ ...evidence, lines: [] })).toString("base64url");
  const changed = fileWith("changed.json", JSON.stringify({ ...JSON.parse(signed), payload }));
  expect(await verify(changed)).toEqual({
    code: 1,
    said: "✗ Its signature is wrong: the file was changed after it was signed.\n",
  });
  const other = tenantSigningKey("a secret of thirty-two characters or more", "another tenant");
  const foreign = fileWith("foreign.json", signJws(evidence, other));
  const keyFile = fileWith("key.json", JSON.stringify(key.jwk));
  expect(await verify(foreign, "--key", keyFile)).toMatchObject({
    code: 1,
    said: expect.stringContaining("another key"),
  });
  const nonsense = fileWith("nonsense.json", signJws({ type: "something else" }, key));
  expect((await verify(nonsense)).said).toContain("is no evidence of a review");
  expect((await verify(join(folder, "nowhere.json"))).code).toBe(2);
});
