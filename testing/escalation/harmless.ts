import { randomUUID } from "node:crypto";
import type { Actor } from "../../lib/authz/guard/actor.ts";
import type { Factory } from "../factories.ts";

/** Why an action cannot touch what anybody may do, and an input with which it does what it does. */
export type Harmless = {
  why: string;
  input: (factory: Factory, admin: Actor) => unknown | Promise<unknown>;
};

async function alertIn(factory: Factory, { tenantId }: Actor, state: string): Promise<string> {
  const id = randomUUID();
  await factory.query(
    `INSERT INTO alerts (tenant_id, id, rule_id, group_by, group_value, severity, state, event_count,
       first_event_at, last_event_at, resolved_at, verdict)
     VALUES ($1, $2::uuid, 'failed_log_ins', 'account', $2::uuid::text, 'high', $3::text, 1, now(), now(),
       CASE $3::text WHEN 'resolved' THEN now() END, CASE $3::text WHEN 'resolved' THEN 'benign' END)`,
    [tenantId, id, state],
  );
  return id;
}

const alert = (state: string, more: object): Harmless => ({
  why: "says what becomes of an alert",
  input: async (factory, admin) => ({ alertId: await alertIn(factory, admin, state), ...more }),
});

const onlyRecords = (input: unknown): Harmless => ({
  why: "changes nothing and records an event",
  input: () => input,
});

/** A finished review with evidence, and a line about which the actor is asked. */
async function reviewIn(factory: Factory, { tenantId, id, name }: Actor) {
  const reviewer = await factory.createUser(tenantId, { name: "Bob" });
  const [reviewId, lineId, overId] = [randomUUID(), randomUUID(), randomUUID()];
  await factory.query(
    `INSERT INTO reviews (tenant_id, id, name, scope_kind, scope, started_by, started_by_name, deadline,
       state, closed_at)
     VALUES ($1, $2, 'Running', 'roles', '[]', $4, $5, now() + interval '1 day', 'running', NULL),
       ($1, $3, 'Over', 'roles', '[]', $4, $5, now() + interval '1 day', 'closed', now())`,
    [tenantId, reviewId, overId, id, name],
  );
  await factory.query(
    `INSERT INTO review_lines (tenant_id, id, review_id, position, kind, user_id, user_name, role_id,
       role_name, reason, since, path, reviewer_id, reviewer_name, decision, question, decided_by,
       decided_by_name, decided_at)
     VALUES ($1, $2, $3, 1, 'assignment', $4, $5, 'user', 'User', '', now(), '[]', $6, 'Bob', 'ask',
       'Why?', $6, 'Bob', now())`,
    [tenantId, lineId, reviewId, id, name, reviewer.id],
  );
  await factory.query("INSERT INTO review_keys (tenant_id, kid, jwk) VALUES ($1, $2, '{}')", [
    tenantId,
    reviewId,
  ]);
  await factory.query(
    "INSERT INTO review_evidence (tenant_id, review_id, kid, document) VALUES ($1, $2, $3, 'x')",
    [tenantId, overId, reviewId],
  );
  return { lineId, overId };
}

/** An action is here or among the mutations that are tried at random: a new one fails until it is. */
export const harmless: Record<string, Harmless> = {
  "access/matrix beginMatrixExport": onlyRecords({ format: "csv", filters: {} }),
  "access/subject-types putSubjectType": {
    why: "says what products call people; what these may do stays",
    input: () => ({ type: "identity", idFormat: "email", reason: "Said so" }),
  },
  "access/subject-types deleteSubjectType": {
    why: "says what products call people; what these may do stays",
    input: async (factory, { tenantId }) => {
      await factory.query(
        "INSERT INTO subject_types (tenant_id, type, id_format) VALUES ($1, 'staff', 'email')",
        [tenantId],
      );
      return { type: "staff", reason: "Said so" };
    },
  },
  "governance/changes recordExport": onlyRecords({ format: "csv", filters: {} }),
  "governance/reviews answerQuestion": {
    why: "puts words beside a line, about which its reviewer decides",
    input: async (factory, admin) => ({
      lineId: (await reviewIn(factory, admin)).lineId,
      answer: "Because.",
    }),
  },
  "governance/reviews takeEvidence": {
    why: "reads a finished document and records an event",
    input: async (factory, admin) => ({ reviewId: (await reviewIn(factory, admin)).overId }),
  },
  "identity/passwords changePassword": {
    why: "is for oneself, with the old password; roles stay",
    input: () => ({ current: "correct horse battery", password: "staple orbit lantern 7" }),
  },
  "identity/passwords unlockUser": {
    why: "forgets failed log-ins; whoever logs in still needs the password",
    input: (_factory, admin) => ({ userId: admin.id }),
  },
  "identity/preferences updatePreferences": {
    why: "is how one person wants to see the portal",
    input: () => ({ theme: "dark" }),
  },
  "identity/sessions revokeSession": {
    why: "ends a session; whoever it was has what they had when they log in again",
    input: async (factory, { tenantId, id }) => ({
      sessionId: (await factory.createSession(tenantId, id)).id,
    }),
  },
  "identity/sessions revokeOwnSession": {
    why: "ends a session of one's own",
    input: async (factory, { tenantId, id }) => ({
      sessionId: (await factory.createSession(tenantId, id)).id,
    }),
  },
  "identity/sessions logOut": { why: "ends the session that it is called in", input: () => ({}) },
  "operations/jobs retryJob": {
    why: "runs a job again that an action has begun; jobs act for the product, with its payload",
    input: async (factory, { tenantId }) => {
      const jobId = randomUUID();
      await factory.query(
        `INSERT INTO dead_jobs (tenant_id, id, queue_id, task, payload, attempts, last_error)
         VALUES ($1, $2, floor(random() * 1e9), 'kpis.prune_facts', '{}', 3, 'broken')`,
        [tenantId, jobId],
      );
      return { jobId };
    },
  },
  "security/alerts acknowledgeAlert": alert("open", {}),
  "security/alerts resolveAlert": alert("open", { verdict: "benign", comment: "Known." }),
  "security/alerts reopenAlert": alert("resolved", { comment: "It goes on." }),
};
