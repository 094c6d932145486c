import {
  categories,
  categoryOf,
  type PermissionCategory,
  permissionName,
  permissionSentence,
} from "#components/access/permission-words.ts";
import { type Reason, readableReasons } from "#components/access/reasons.ts";
import { formatNumber } from "#components/ui/format-number.ts";
import type { EffectivePermission } from "#lib/access/explain/schema";

/** How many ways of getting one permission are shown; more help nobody. */
const SHOWN_WAYS = 4;

/** A permission as the list shows it. */
export type ShownPermission = {
  permission: string;
  allowed: boolean;
  ownOnly: boolean;
  allows: Reason[];
  denies: Reason[];
  /** How many ways are not among them. */
  moreWays: number;
  disabledModule: string | null;
  /** Nothing denies it, and it holds only in sessions that use a role which these rules keep apart. */
  unusedBy: { id: string; name: string }[];
  /** Whether it is allowed directly, and through a group. */
  isDirect: boolean;
  isThroughGroup: boolean;
};

/** Reads the reasons down to what somebody wants to see, before they travel to the browser. */
export function shownPermission(effective: EffectivePermission): ShownPermission {
  const { permission, allowed, ownOnly, disabledModule } = effective;
  const allows = readableReasons(effective.allows, permission);
  const denies = readableReasons(effective.denies, permission);
  const isUnused = !allowed && denies.length === 0 && disabledModule === null;
  const dormant = isUnused ? effective.dormant : [];
  const ways = isUnused ? [...allows, ...readableReasons(dormant, permission)] : allows;
  const shown = { allows: ways.slice(0, SHOWN_WAYS), denies: denies.slice(0, SHOWN_WAYS) };
  return {
    permission,
    allowed,
    ownOnly,
    ...shown,
    moreWays: ways.length + denies.length - shown.allows.length - shown.denies.length,
    disabledModule,
    unusedBy: [...new Map(dormant.map(({ rule }) => [rule.id, rule])).values()],
    isDirect: allows.some(({ via }) => via === null),
    isThroughGroup: allows.some(({ via }) => via !== null),
  };
}

export type Kind = "all" | "denied" | "direct" | "group";

function isDenied({ allowed, unusedBy }: ShownPermission): boolean {
  return !allowed && unusedBy.length === 0;
}

const isOfKind: Record<Kind, (each: ShownPermission) => boolean> = {
  all: () => true,
  denied: isDenied,
  direct: ({ allowed, isDirect }) => allowed && isDirect,
  group: ({ allowed, isThroughGroup }) => allowed && isThroughGroup,
};

export type CategoryGroup = {
  category: PermissionCategory;
  items: ShownPermission[];
  allowedCount: number;
  deniedCount: number;
  unusedCount: number;
};

/** Those of a kind that a text finds, by category in the order of the catalogue. */
export function byCategory(
  all: readonly ShownPermission[],
  { text, kind }: { text: string; kind: Kind },
): CategoryGroup[] {
  const wanted = text.trim().toLowerCase();
  const found = all.filter((each) => isOfKind[kind](each) && searchable(each).includes(wanted));
  const groups = Map.groupBy(found, ({ permission }) => categoryOf(permission));
  return categories.flatMap((category) => {
    const items = groups.get(category);
    if (!items) return [];
    const allowedCount = items.filter(({ allowed }) => allowed).length;
    const deniedCount = items.filter(isDenied).length;
    const unusedCount = items.length - allowedCount - deniedCount;
    return [{ category, items, allowedCount, deniedCount, unusedCount }];
  });
}

/** "12 allowed, 3 denied, 1 not in use": only what is allowed are permissions that somebody has. */
export function foundWords(groups: readonly CategoryGroup[]): string {
  const sum = (of: (group: CategoryGroup) => number) =>
    groups.reduce((total, group) => total + of(group), 0);
  const denied = sum(({ deniedCount }) => deniedCount);
  const unused = sum(({ unusedCount }) => unusedCount);
  return [
    `${formatNumber(sum(({ allowedCount }) => allowedCount))} allowed`,
    ...(denied > 0 ? [`${formatNumber(denied)} denied`] : []),
    ...(unused > 0 ? [`${formatNumber(unused)} not in use`] : []),
  ].join(", ");
}

/** People know words, and the names of roles and groups; programs know ids. */
function searchable({ permission, allows, denies, unusedBy }: ShownPermission): string {
  const from = [...allows, ...denies].flatMap((reason) => [
    reason.via?.groupName ?? "",
    ...(reason.kind === "role" ? reason.path.map(({ name }) => name) : []),
  ]);
  const rules = unusedBy.flatMap(({ name }) => [name, "not in use"]);
  const about = [permission, permissionName(permission), permissionSentence(permission)];
  const words = [...about, ...from, ...rules];
  return words.join("\n").toLowerCase();
}
