import { visibleText } from "#components/ui/visible-text.ts";
import type { ChangeRow } from "#lib/governance/changes/schema";

const targetWords: Record<string, string> = {
  user: "Person",
  role: "Role",
  group: "Group",
  module: "Module",
  resource_type: "Resource type",
  sod_rule: "Separation of duty",
  sod_exception: "Exception",
  api_key: "API key",
};

/** What kind of thing a change is about; a resource says its own type. */
export function targetType(type: string): string {
  return Object.hasOwn(targetWords, type) ? (targetWords[type] ?? type) : visibleText(type);
}

const byWords: Record<ChangeRow["byType"], string> = {
  user: "Person",
  api_key: "API key",
  system: "Gatehouse itself",
  external: "Outside account",
};

export function byLabel({ by, byType }: Pick<ChangeRow, "by" | "byType">): string {
  return by ? visibleText(by.name) : byWords[byType];
}

export function byTypeLabel(type: ChangeRow["byType"]): string {
  return byWords[type];
}

export function targetLabel({ target }: Pick<ChangeRow, "target">): string | null {
  return target ? visibleText(target.name) : null;
}
