import { randomUUID } from "node:crypto";
import { expect, setting } from "./fixtures.ts";

type SentEvent = Record<string, unknown> & { id: string; occurredAt: string };

/** A word that stands only inside the source form of one event. */
export const rawOnlyWord = "quetzalcoatlus";

/** 320 events over eight hours: five actors, four actions, two networks, one failure in eight. */
export function sampleEvents(): SentEvent[] {
  const start = Date.UTC(2026, 9, 1, 8);
  const actors = ["Ada Lovelace", "Bo Diddley", "Chen Wei", "Dagny Holm", "Emeka Obi"];
  const actions = ["invoice.refunded", "customer.updated", "document.shared", "export.created"];
  return Array.from({ length: 320 }, (_, i) => {
    const name = actors[i % 5] ?? "";
    return {
      id: randomUUID(),
      occurredAt: new Date(start + i * 90_000).toISOString(),
      action: actions[i % 4],
      outcome: i % 8 === 0 ? "failure" : "success",
      source: "billing",
      actor: { type: "user", id: `u-${i % 5}`, name },
      target: { type: "invoice", id: `inv-${1000 + i}`, name: `Invoice ${1000 + i}` },
      sourceIp: i % 16 === 0 ? `203.0.113.${i % 250}` : `10.20.${i % 4}.${i % 250}`,
      userAgent: "Billing/4.2",
      details: { amountCents: 100 * i },
      raw: { sequence: i, note: i === 17 ? rawOnlyWord : "ordinary" },
    };
  });
}

/** An event in which everything that can be long is. */
export function overfullEvent(): SentEvent {
  const long = (text: string, most = 256) => `${text} `.repeat(60).slice(0, most).trim();
  return {
    id: randomUUID(),
    occurredAt: "2026-10-02T08:00:00Z",
    action: "customer.subscription.schedule.phase.transition.completed.by.background.reconciler",
    outcome: "denied",
    actor: { id: "x".repeat(200), name: long("Wolfeschlegelsteinhausenbergerdorff") },
    target: { type: "document", id: "d".repeat(300), name: long("Quarterly report final v7") },
    sourceIp: "2001:db8:85a3:8d3:1319:8a2e:370:7348",
    reason: long("The policy says no.", 1_000),
    details: { list: Array.from({ length: 200 }, (_, i) => ({ i, text: long("detail") })) },
    raw: { deep: { deeper: { deepest: [1, 2, { three: long("raw") }] } } },
  };
}

/** Sends events as another program would, through the API with a key. */
export async function sendEvents(key: string, events: SentEvent[]): Promise<void> {
  const response = await fetch(`${setting("E2E_URL")}/api/v1/audit/events`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ events }),
  });
  expect(await response.json()).toMatchObject({ accepted: events.length, rejected: [] });
}
