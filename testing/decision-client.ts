import type { Factory } from "./factories.ts";

/** A tenant with a key that may ask and search, and one person. */
export type DecidingTenant = { tenantId: string; key: string; userId: string; email: string };

/** The person may read the documents `d1` and `d2`, which are registered, and nothing else. */
export async function createDecidingTenant(factory: Factory): Promise<DecidingTenant> {
  const tenantId = await factory.createTenant();
  const { key } = await factory.createKey(tenantId, ["access.search"]);
  const { id: userId, email } = await factory.createUser(tenantId, { roles: [] });
  await factory.query(
    `INSERT INTO resources (tenant_id, type, id)
     VALUES ($1, 'document', 'd1'), ($1, 'document', 'd2')`,
    [tenantId],
  );
  await factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
     VALUES ($1, $2, 'document.read', 'document', 'd1'), ($1, $2, 'document.read', 'document', 'd2')`,
    [tenantId, userId],
  );
  return { tenantId, key, userId, email };
}

/** Whether somebody may read a document. */
export function questionAbout(id: string, resource = "d1") {
  return {
    subject: { type: "user", id },
    action: { name: "read" },
    resource: { type: "document", id: resource },
  };
}

/** The paths of the decision API, below `/access/v1`. */
export const decisionPaths = [
  "/evaluation",
  "/evaluations",
  "/search/subject",
  "/search/resource",
  "/search/action",
];

type Sent = { key: string; headers?: Record<string, string> };

/** Asks the decision API at `url`. @param body a value for JSON, or what is sent as it is. */
export async function askDecision(url: string, path: string, body: unknown, sent: Sent) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${url}/access/v1${path}`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${sent.key}`,
      "Content-Type": "application/json",
      ...sent.headers,
    },
    body: Buffer.isBuffer(body) ? Uint8Array.from(body) : text,
  });
  const { status, headers } = response;
  const answer = await response.text();
  const isJson = headers.get("content-type") === "application/json";
  return { status, headers, text: answer, json: isJson && JSON.parse(answer) };
}
