import { SLOT_MS, type Span } from "#lib/business/facts/window";
import { MINUTE_MS } from "../calendar.ts";

/** Two windows of a day, which KPIs compare, and an hour more. */
export const FACT_HOURS = 49;
const INCIDENT_HOURS_AGO = 9;
const INCIDENT_SLOTS = 4;

/** Beginnings of the slots that are over; what happens in the running one is measured. */
export function slotsBefore(now: number): number[] {
  const end = Math.floor(now / SLOT_MS) * SLOT_MS;
  const count = (FACT_HOURS * 60 * MINUTE_MS) / SLOT_MS;
  return Array.from({ length: count }, (_, i) => end - (count - i) * SLOT_MS);
}

/** The twenty minutes in which the installation answered slowly or not at all. */
export function incidentBefore(now: number): Span {
  const from = Math.floor((now - INCIDENT_HOURS_AGO * 60 * MINUTE_MS) / SLOT_MS) * SLOT_MS;
  return { from, to: from + INCIDENT_SLOTS * SLOT_MS };
}
