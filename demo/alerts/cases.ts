import type { Verdict } from "#lib/security/alerts/schema";
import { titleOf } from "#lib/security/alerts/title";
import { Random } from "../../lib/core/random.ts";
import { DAY_MS, dateOf, instantOf, MINUTE_MS } from "../calendar.ts";
import type { Deed, DemoEvent } from "../event.ts";
import { attackAddresses, type Office, offices } from "../locations.ts";
import type { Person } from "../people.ts";
import { visitEvents } from "../visit.ts";

/** An alert that detection raised of the demo's events. */
export type RaisedAlert = {
  id: string;
  ruleId: string;
  groupBy: string;
  groupValue: string;
  eventCount: number;
  firstEventAt: Date;
  lastEventAt: Date;
};

/** An alert in the state in which people left it. Times are in milliseconds since 1970. */
export type WorkedAlert = RaisedAlert & {
  raisedAt: number;
  acknowledgedAt: number | null;
  resolution: ({ at: number } & Judgement) | null;
};

/** Alerts that came so soon after each other that one person looked at them together. */
const CASE_MS = 2 * 3_600_000;
/** What somebody takes to read an alert of a case they know already. */
const SECONDS_EACH = 22;
/** Older cases are closed. */
const CLOSED_AFTER_MS = 7 * DAY_MS;

/** Alerts as people left them, and what they recorded with it. */
type Worked = { alerts: WorkedAlert[]; events: DemoEvent[] };
type Judgement = { verdict: Verdict; comment: string };

/**
 * What the officer made of the alerts: the latest case nobody has looked at, the one before is being
 * looked at if it is young, and all others are closed. The same alerts give the same history.
 */
export function workAlerts(alerts: readonly RaisedAlert[], officer: Person, now: number): Worked {
  const cases = casesOf(alerts, now);
  const worked = cases.map((known, i): Worked => {
    const raisedAt = known[0]?.raisedAt ?? now;
    const isOld = raisedAt < now - CLOSED_AFTER_MS;
    if (!isOld && i === cases.length - 1) return { alerts: known, events: [] };
    const random = new Random(`${officer.id}/case ${raisedAt}`);
    const isClosed = isOld || i < cases.length - 2;
    const done = workCase(known, random, officer, isClosed ? judge(known, random) : null);
    // At night nobody has come to it yet.
    return done.events.every(({ at }) => at < now) ? done : { alerts: known, events: [] };
  });
  return {
    alerts: worked.flatMap((done) => done.alerts),
    events: worked.flatMap((done) => done.events),
  };
}

function casesOf(alerts: readonly RaisedAlert[], now: number): WorkedAlert[][] {
  const cases: WorkedAlert[][] = [];
  const ordered = [...alerts].sort((a, b) => +a.lastEventAt - +b.lastEventAt);
  for (const alert of ordered) {
    const delay = new Random(`raised ${alert.groupValue}`).int(350, 900);
    const raisedAt = Math.min(now - 1, alert.lastEventAt.getTime() + delay);
    const raised = { ...alert, raisedAt, acknowledgedAt: null, resolution: null };
    const current = cases.at(-1);
    if (current && raisedAt - (current.at(-1)?.raisedAt ?? 0) < CASE_MS) current.push(raised);
    else cases.push([raised]);
  }
  return cases;
}

/** Acknowledges all alerts of a case at one go and, with a judgement, resolves them an hour later. */
function workCase(
  known: readonly WorkedAlert[],
  random: Random,
  officer: Person,
  judgement: Judgement | null,
): Worked {
  const begins = onDuty(Math.max(...known.map((alert) => alert.raisedAt)), random, officer);
  const pause = random.int(35, 70) * MINUTE_MS;
  const steps = known.map((alert, i) => ({
    at: begins + i * SECONDS_EACH * 1000,
    deed: deedOf(alert, null),
  }));
  if (judgement) {
    steps.push(
      ...known.map((alert, i) => ({
        at: begins + pause + i * SECONDS_EACH * 1000,
        deed: deedOf(alert, judgement),
      })),
    );
  }
  const place = { ip: officer.home, userAgent: officer.devices.laptop };
  const ends = Math.max(...steps.map((step) => step.at)) + random.int(60, 240) * 1000;
  const visit = { person: officer, ...place, begins: begins - 90_000, steps, ends };
  const events = visitEvents(random, visit);
  const timeOf = (id: string, action: Deed["action"]) =>
    events.find((event) => event.deed.action === action && event.deed.target?.id === id)?.at;
  const alerts = known.map((alert): WorkedAlert => {
    const at = timeOf(alert.id, "alert.resolved");
    return {
      ...alert,
      acknowledgedAt: timeOf(alert.id, "alert.acknowledged") ?? null,
      resolution: judgement && at !== undefined ? { at, ...judgement } : null,
    };
  });
  return { alerts, events };
}

/** As lib/security/alerts/service.ts records it. */
function deedOf(alert: WorkedAlert, judgement: Judgement | null): Deed {
  const target = { type: "alert", id: alert.id, name: titleOf(alert) };
  if (!judgement) return { source: "portal", action: "alert.acknowledged", target };
  const { verdict, comment: reason } = judgement;
  return { source: "portal", action: "alert.resolved", target, reason, details: { verdict } };
}

/** Soon after an alert by day, in the morning after one at night. */
function onDuty(at: number, random: Random, { office }: Person): number {
  const { timeZone } = offices[office];
  for (let day = Math.floor(at / DAY_MS) - 1; ; day++) {
    const morning = instantOf(day, 7 * 60 + 50, timeZone);
    const evening = instantOf(day, 21 * 60, timeZone);
    if (at < morning) return morning + random.int(0, 14) * MINUTE_MS;
    if (at < evening) return at + random.int(6, 34) * MINUTE_MS;
  }
}

function judge(known: readonly WorkedAlert[], random: Random): Judgement {
  const attackers = known.filter(({ groupValue }) =>
    attackAddresses.some((address) => address === groupValue),
  );
  const [first] = attackers;
  if (first) {
    const date = dateOf(Math.floor(first.firstEventAt.getTime() / DAY_MS));
    const comment = `Password guessing on ${date} from ${attackers.length} addresses. One log-in came of it; its session is ended and the account has a new password.`;
    return { verdict: "true_positive", comment };
  }
  const [{ groupBy, groupValue } = { groupBy: "", groupValue: "" }] = known;
  if (groupBy === "ip") {
    const isOffice = Object.values<Office>(offices).some(({ addresses }) =>
      addresses.includes(groupValue),
    );
    return isOffice
      ? { verdict: "false_positive", comment: "Our own office after new passwords were due." }
      : { verdict: "true_positive", comment: "One password tried on many accounts. None fitted." };
  }
  const comment = random.pick([
    "Called them: a new phone with the old password saved.",
    "It was them, with the caps lock on. They got in at last.",
  ]);
  return { verdict: "benign", comment };
}
