import type { AlertDetail, AlertPage, AlertRow } from "../../security/alerts/schema.ts";

const row: AlertRow = {
  id: "01937f2e-2d0b-7b53-9a58-6f3d41f0c001",
  ruleId: "failed_log_ins",
  title: "12 failed log-ins for ada@example.com",
  severity: "high",
  state: "acknowledged",
  verdict: null,
  groupBy: "account",
  groupValue: "ada@example.com",
  eventCount: 12,
  firstEventAt: "2026-11-22T09:21:07.000Z",
  lastEventAt: "2026-11-22T09:24:40.000Z",
  createdAt: "2026-11-22T09:22:01.000Z",
};

export const exampleAlertPage: AlertPage = { rows: [row], nextCursor: null, previousCursor: null };

export const exampleAlert: AlertDetail = {
  ...row,
  ruleName: "Repeated failed log-ins",
  ruleSentence: "Five failed log-ins for one account within ten minutes.",
  events: [],
  changes: [
    {
      id: "01937f2e-2d0b-7b53-9a58-6f3d41f0c002",
      change: "raised",
      verdict: null,
      comment: null,
      actorType: "system",
      actorName: "Gatehouse",
      changedAt: "2026-11-22T09:22:01.000Z",
    },
  ],
};
