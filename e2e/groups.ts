import { factory } from "./fixtures.ts";

/** The rule of everybody in finance. */
export const inFinance = [{ attribute: "department", operator: "is", values: ["Finance"] }];

export async function addPerson(tenantId: string, name: string, attributes = {}): Promise<string> {
  const { id } = await factory.createUser(tenantId, { roles: [], name });
  await factory.query("UPDATE users SET attributes = $2 WHERE id = $1", [
    id,
    JSON.stringify(attributes),
  ]);
  return id;
}

export async function addGroup(tenantId: string, name: string, rule: object[] | null = null) {
  const [group] = await factory.query<{ id: string }>(
    `INSERT INTO groups (tenant_id, name, description, rule)
     VALUES ($1, $2, 'Who closes the books', $3) RETURNING id`,
    [tenantId, name, rule && JSON.stringify(rule)],
  );
  return group?.id ?? "";
}
