import type { Prisma } from "#prisma/generated/client";
import type { Grant } from "../../authz/guard/grant.ts";
import { decodeCursor, latestFirst, pageOf } from "../../core/cursor.ts";
import { GatehouseError } from "../../core/errors.ts";
import {
  rowOf as eventRowOf,
  rowColumns,
  runSearch,
  type StoredRow,
} from "../../events/run-search.ts";
import type { AuditRow } from "../../events/schema.ts";
import { Conditions } from "../../events/search-query.ts";
import { withTenant } from "../../platform/db.ts";
import { ruleOf } from "../rules/registry.ts";
import { type Severity, severities } from "../rules/schema.ts";
import {
  ALERT_EVENTS,
  type AlertChange,
  type AlertDetail,
  type AlertFilters,
  type AlertPage,
  type AlertRow,
  type AlertState,
  alertStates,
} from "./schema.ts";
import { titleOf } from "./title.ts";

type ReadGrant = Grant<"alert.read">;
type StoredAlert = Prisma.AlertGetPayload<object>;

function rowOf(alert: StoredAlert): AlertRow {
  return {
    id: alert.id,
    ruleId: alert.ruleId,
    title: titleOf(alert),
    severity: alert.severity as Severity,
    state: alert.state as AlertState,
    verdict: alert.verdict as AlertRow["verdict"],
    groupBy: alert.groupBy,
    groupValue: alert.groupValue,
    eventCount: alert.eventCount,
    firstEventAt: alert.firstEventAt.toISOString(),
    lastEventAt: alert.lastEventAt.toISOString(),
    createdAt: alert.createdAt.toISOString(),
  };
}

/** The tenant's alerts, newest first. */
export async function searchAlerts(
  { tenantId }: ReadGrant,
  { state, severity }: AlertFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<AlertPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const { where, orderBy } = latestFirst(cursor);
  const filters: Prisma.AlertWhereInput = {
    tenantId,
    mergedInto: null,
    ...(state && { state: { in: state } }),
    ...(severity && { severity: { in: severity } }),
  };
  const alerts = await withTenant(tenantId, (tx) =>
    tx.alert.findMany({ where: { AND: [filters, where] }, orderBy, take: paging.limit + 1 }),
  );
  const page = pageOf(alerts, paging.limit, cursor, ({ createdAt, id }) => ({ at: createdAt, id }));
  return { ...page, rows: page.rows.map(rowOf) };
}

export type AlertCounts = { state: Record<AlertState, number>; severity: Record<Severity, number> };

/** How many alerts there are of each state and of each severity. */
export async function countAlerts({ tenantId }: ReadGrant): Promise<AlertCounts> {
  const groups = await withTenant(tenantId, (tx) =>
    tx.alert.groupBy({
      by: ["state", "severity"],
      where: { tenantId, mergedInto: null },
      _count: true,
    }),
  );
  const sum = <Name extends string>(names: readonly Name[], by: "state" | "severity") =>
    Object.fromEntries(
      names.map((name) => [
        name,
        groups.filter((group) => group[by] === name).reduce((n, group) => n + group._count, 0),
      ]),
    ) as Record<Name, number>;
  return { state: sum(alertStates, "state"), severity: sum(severities, "severity") };
}

/**
 * An alert whole, with the latest of its triggering events and its history; of one that has become
 * part of another, that other one.
 * @throws GatehouseError not_found
 */
export async function getAlert(grant: ReadGrant, alertId: string): Promise<AlertDetail> {
  const { tenantId } = grant;
  const alert = await withTenant(tenantId, (tx) =>
    tx.alert.findUnique({
      where: { tenantId_id: { tenantId, id: alertId } },
      include: {
        changes: { orderBy: [{ changedAt: "asc" }, { id: "asc" }] },
        matches: { orderBy: { occurredAt: "desc" }, take: ALERT_EVENTS, select: { eventId: true } },
      },
    }),
  );
  if (!alert) throw new GatehouseError("not_found", "There is no such alert.");
  if (alert.mergedInto !== null) return getAlert(grant, alert.mergedInto);
  const rule = ruleOf(alert.ruleId);
  return {
    ...rowOf(alert),
    ruleName: rule?.name ?? alert.ruleId,
    ruleSentence: rule?.sentence ?? "This rule is no longer part of Gatehouse.",
    events: await readAuditRows(
      grant,
      alert.matches.map((match) => match.eventId),
    ),
    changes: alert.changes.map((change) => ({
      id: change.id,
      change: change.change as AlertChange["change"],
      verdict: change.verdict as AlertChange["verdict"],
      comment: change.comment,
      actorType: change.actorType,
      actorName: change.actorName,
      changedAt: change.changedAt.toISOString(),
    })),
  };
}

/** The rows of these events, latest occurrence first; an alert shows what triggered it. */
export async function readAuditRows(
  { tenantId }: ReadGrant,
  ids: readonly string[],
): Promise<AuditRow[]> {
  const where = new Conditions(tenantId);
  where.oneOf(ids);
  const rows = await runSearch<StoredRow>(
    where,
    (conditions) => `SELECT ${rowColumns} FROM audit_events WHERE ${conditions}
      ORDER BY occurred_at DESC, id DESC`,
  );
  return rows.map(eventRowOf);
}
