import { decide } from "../../authz/engine/decide.ts";
import { readPrincipalsIn } from "../../authz/store/principal.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { Sql } from "../../platform/db.ts";
import type { DraftLine, Groups } from "./draft.ts";
import type { Named } from "./schema.ts";

/**
 * Those who are to review, in the order in which they were named.
 * @throws GatehouseError invalid_input when somebody does not exist, or may not review.
 */
export async function requireReviewers(
  sql: Sql,
  tenantId: string,
  ids: readonly string[],
  field: string,
): Promise<Named[]> {
  const principals = await readPrincipalsIn(sql, tenantId, ids);
  return ids.map((id) => {
    const found = principals.get(id);
    if (!found) throw invalid(field, "Some of these people do not exist, or are kept out.");
    if (decide(found.access, "review.decide")) return { id, name: found.name };
    throw invalid(field, `${found.name} may not review access.`);
  });
}

/** Whether a line is about the access of this person: their own, or that of a group they are in. */
export function concerns(
  groups: Groups,
  { user, group }: Pick<DraftLine, "user" | "group">,
  personId: string,
): boolean {
  if (user) return user.id === personId;
  return groups.get(group?.id ?? "")?.memberIds.includes(personId) ?? false;
}

/**
 * The reviewers in turn, person by person and group by group; nobody gets what concerns themselves.
 * @param lines those about the same person or group follow each other.
 * @returns one for each line.
 * @throws GatehouseError invalid_input when nobody is left for a line.
 */
export function inTurn(
  reviewers: readonly Named[],
  groups: Groups,
  lines: readonly Pick<DraftLine, "user" | "group">[],
): Named[] {
  let turn = -1;
  let subject = "";
  return lines.map((line) => {
    const about = line.user?.id ?? line.group?.id ?? "";
    if (about !== subject) turn++;
    subject = about;
    const order = reviewers.map((_, at) => reviewers[(turn + at) % reviewers.length]);
    const reviewer = order.find((each) => each && !concerns(groups, line, each.id));
    if (reviewer) return reviewer;
    const who = line.user?.name ?? `everybody who is named and in ${line.group?.name}`;
    const message = `Nobody reviews their own access. Name somebody else who reviews ${who}.`;
    throw invalid("reviewerIds", message);
  });
}

const readOwnGroups = `
  SELECT group_id AS id FROM group_members
  WHERE tenant_id = $1::uuid AND user_id = $2::uuid AND group_id = ANY ($3::uuid[])`;

/** @throws GatehouseError permission_denied when one of the lines is about this person's own access. */
export async function requireOthers(
  sql: Sql,
  tenantId: string,
  person: Named,
  lines: readonly Pick<DraftLine, "user" | "group">[],
): Promise<void> {
  const groupIds = lines.flatMap(({ user, group }) => (user === null && group ? [group.id] : []));
  const own = await sql<{ id: string }>(readOwnGroups, [tenantId, person.id, groupIds]);
  const ownGroups = new Set(own.map(({ id }) => id));
  const isOwn = lines.some(({ user, group }) =>
    user ? user.id === person.id : ownGroups.has(group?.id ?? ""),
  );
  if (!isOwn) return;
  const message = `Nobody reviews their own access: ${person.name} is concerned. Choose another reviewer.`;
  throw new GatehouseError("permission_denied", message);
}

function invalid(field: string, message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
