import { visibleText } from "#components/ui/visible-text.ts";
import { type AlertState, type Verdict, verdicts } from "#lib/security/alerts/schema";
import type { Severity } from "#lib/security/rules/schema";

const severityWords: Record<Severity, string> = {
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical",
};

const stateWords: Record<AlertState, string> = {
  open: "Open",
  acknowledged: "Acknowledged",
  resolved: "Resolved",
};

const verdictWords: Record<Verdict, { label: string; hint: string }> = {
  true_positive: { label: "True positive", hint: "It was an attack or misuse." },
  benign: { label: "Benign", hint: "It happened as detected, and is harmless." },
  false_positive: { label: "False positive", hint: "The detection was wrong." },
};

const groupWords: Record<string, string> = { account: "Account", ip: "IP address" };

/** Takes any text, because the URL may hold any. */
export function severityLabel(severity: string): string {
  return wordFor(severityWords, severity);
}

/** Takes any text, because the URL may hold any. */
export function stateLabel(state: string): string {
  return wordFor(stateWords, state);
}

export function verdictLabel(verdict: Verdict): string {
  return verdictWords[verdict].label;
}

/** The choices when an alert is resolved, each with when to choose it. */
export const verdictOptions = verdicts.map((value) => ({ value, ...verdictWords[value] }));

/** What a rule counts by. Rules may count by a field that has no words here. */
export function groupLabel(groupBy: string): string {
  return wordFor(groupWords, groupBy);
}

function wordFor(words: Record<string, string>, value: string): string {
  return Object.hasOwn(words, value) ? (words[value] ?? value) : visibleText(value);
}
