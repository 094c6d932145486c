import type { ServerMessage } from "#lib/api/realtime/schema";
import type { KpiSnapshot } from "#lib/business/kpis/schema";

/** What a page has of a stream of KPIs, and where in the stream it stands. */
export type KpiStream = { epoch: string; version: number; snapshot: KpiSnapshot };

export type KpiMessage = Extract<ServerMessage, { type: "snapshot" | "update" }>;

/**
 * The stream after a message; null when the message does not follow what is there, and everything
 * must be asked for again: the updates in between are lost.
 */
export function follow(stream: KpiStream | null, message: KpiMessage): KpiStream | null {
  const { epoch, version, asOf, kpis } = message;
  if (message.type === "snapshot") return { epoch, version, snapshot: { asOf, kpis } };
  if (stream?.epoch !== epoch || stream.version !== message.base) return null;
  const changed = new Map(kpis.map((kpi) => [kpi.id, kpi]));
  const merged = stream.snapshot.kpis.map((kpi) => changed.get(kpi.id) ?? kpi);
  return { epoch, version, snapshot: { asOf, kpis: merged } };
}
