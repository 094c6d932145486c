import type { PermissionId } from "#lib/authz/catalogue/permissions";

/**
 * The groups of the sidebar, in its order. Each but Settings, which keeps what is no area's, is an
 * area: its name stands in lib, app/(portal), components, e2e and testing/tenant-wall.
 */
export const navigationGroups = [
  "Business",
  "Security",
  "Audit",
  "Identity",
  "Access",
  "Governance",
  "Operations",
  "Settings",
] as const;
export type NavigationGroup = (typeof navigationGroups)[number];

export type NavigationItem = {
  id: string;
  label: string;
  href: string;
  /** Name of a lucide icon, resolved by the shell: items cross the server/client border as data. */
  icon:
    | "overview"
    | "alerts"
    | "audit"
    | "roles"
    | "people"
    | "groups"
    | "explain"
    | "matrix"
    | "grants"
    | "resources"
    | "requests"
    | "separation"
    | "reviews"
    | "unused"
    | "changes"
    | "sessions"
    | "keys"
    | "modules"
    | "jobs"
    | "account";
  group: NavigationGroup;
  /** One of these opens the page; absent for pages that every logged-in person has. */
  permissions?: readonly [PermissionId, ...PermissionId[]];
  /** Second key of the `g …` shortcut. */
  shortcut: string;
  sentence: string;
};

/** Sidebar, command palette, shortcuts and breadcrumbs are all made from this list. */
export const navigation: readonly NavigationItem[] = [
  {
    id: "overview",
    label: "Overview",
    href: "/overview",
    icon: "overview",
    group: "Business",
    permissions: ["kpi.product.read", "kpi.security.read"],
    shortcut: "o",
    sentence: "How the business is doing, live",
  },
  {
    id: "alerts",
    label: "Alerts",
    href: "/security",
    icon: "alerts",
    group: "Security",
    permissions: ["alert.read"],
    shortcut: "l",
    sentence: "What looks wrong, and who is looking at it",
  },
  {
    id: "audit",
    label: "Audit log",
    href: "/audit",
    icon: "audit",
    group: "Audit",
    permissions: ["audit.read"],
    shortcut: "a",
    sentence: "Who did what, when and from where",
  },
  {
    id: "people",
    label: "People",
    href: "/users",
    icon: "people",
    group: "Identity",
    permissions: ["user.read"],
    shortcut: "p",
    sentence: "Who may log in, and what each person may do",
  },
  {
    id: "groups",
    label: "Groups",
    href: "/groups",
    icon: "groups",
    group: "Identity",
    permissions: ["group.read"],
    shortcut: "g",
    sentence: "People who get the same roles, by hand or by a rule",
  },
  {
    id: "sessions",
    label: "Sessions",
    href: "/settings/sessions",
    icon: "sessions",
    group: "Identity",
    permissions: ["session.read"],
    shortcut: "s",
    sentence: "Who is logged in, and ending a session",
  },
  {
    id: "api-keys",
    label: "API keys",
    href: "/settings/api-keys",
    icon: "keys",
    group: "Identity",
    permissions: ["api_key.read"],
    shortcut: "k",
    sentence: "Keys with which other programs send events",
  },
  {
    id: "roles",
    label: "Roles",
    href: "/roles",
    icon: "roles",
    group: "Access",
    permissions: ["role.read"],
    shortcut: "r",
    sentence: "What people may do, and who may do it",
  },
  {
    id: "explain",
    label: "Explain access",
    href: "/explain",
    icon: "explain",
    group: "Access",
    shortcut: "e",
    sentence: "Why somebody may or may not do something",
  },
  {
    id: "matrix",
    label: "Matrix",
    href: "/matrix",
    icon: "matrix",
    group: "Access",
    permissions: ["matrix.read"],
    shortcut: "x",
    sentence: "Every role and every person beside every permission",
  },
  {
    id: "grants",
    label: "Grants",
    href: "/grants",
    icon: "grants",
    group: "Access",
    permissions: ["grant.read"],
    shortcut: "t",
    sentence: "What was given to people and groups on single resources",
  },
  {
    id: "resources",
    label: "Resources",
    href: "/resources",
    icon: "resources",
    group: "Access",
    permissions: ["resource.read", "resource_type.read"],
    shortcut: "c",
    sentence: "The things of your products that grants are about",
  },
  {
    id: "modules",
    label: "Modules",
    href: "/settings/modules",
    icon: "modules",
    group: "Access",
    permissions: ["tenant_module.read"],
    shortcut: "m",
    sentence: "Which page families and products are switched on",
  },
  {
    id: "requests",
    label: "Requests",
    href: "/requests",
    icon: "requests",
    group: "Governance",
    permissions: ["access_request.create", "access_request.read"],
    shortcut: "q",
    sentence: "Roles for a limited time, asked for or taken in an emergency",
  },
  {
    id: "separation",
    label: "Separation of duty",
    href: "/separation",
    icon: "separation",
    group: "Governance",
    permissions: ["sod.read"],
    shortcut: "d",
    sentence: "Roles that nobody may have, or use, together",
  },
  {
    id: "reviews",
    label: "Access reviews",
    href: "/reviews",
    icon: "reviews",
    group: "Governance",
    permissions: ["review.read", "review.decide"],
    shortcut: "v",
    sentence: "Who still needs what they have, decided by a deadline",
  },
  {
    id: "unused",
    label: "Unused access",
    href: "/unused",
    icon: "unused",
    group: "Governance",
    permissions: ["access_usage.read"],
    shortcut: "n",
    sentence: "What is held and never used, and smaller roles without it",
  },
  {
    id: "changes",
    label: "Changes",
    href: "/changes",
    icon: "changes",
    group: "Governance",
    permissions: ["access_change.read"],
    shortcut: "h",
    sentence: "Who changed whose access, why, and what it did",
  },
  {
    id: "jobs",
    label: "Background jobs",
    href: "/settings/jobs",
    icon: "jobs",
    group: "Operations",
    permissions: ["job.read"],
    shortcut: "j",
    sentence: "Jobs that failed for good, and having them run again",
  },
  {
    id: "account",
    label: "Your account",
    href: "/account",
    icon: "account",
    group: "Settings",
    shortcut: "u",
    sentence: "Your roles, permissions and sessions",
  },
];

/** The items a person may open, in menu order. */
export function permittedNavigation(held: ReadonlySet<string>): NavigationItem[] {
  return navigation.filter(({ permissions }) => permissions?.some((id) => held.has(id)) ?? true);
}

/**
 * Where somebody begins: the first page that a permission of theirs opens. What everybody may open says
 * least about them, so whoever has nothing else begins in their account.
 */
export function landingPage(held: ReadonlySet<string>): string {
  const own = permittedNavigation(held).find(({ permissions }) => permissions !== undefined);
  return own?.href ?? "/account";
}

/** Whether a path is the item's page or one below it. */
export function isWithin(item: Pick<NavigationItem, "href">, pathname: string): boolean {
  return pathname === item.href || pathname.startsWith(`${item.href}/`);
}

/** The breadcrumbs of a path: group, item. The last one is the page itself unless it lies deeper. */
export function navigationTrail(pathname: string): { label: string; href?: string }[] {
  const item = navigation.find((candidate) => isWithin(candidate, pathname));
  if (!item) return [];
  const own = { label: item.label };
  return [{ label: item.group }, pathname === item.href ? own : { ...own, href: item.href }];
}
