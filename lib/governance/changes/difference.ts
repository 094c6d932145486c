import { isPermissionId, permissionOf } from "../../authz/catalogue/permissions.ts";

/** What is said before or after: words, or a moment as ISO 8601, which each reader sees in their zone. */
export type Said = { text: string } | { at: string };

/** One thing that a change has made another. Null is not there, or not said. */
export type DifferenceLine = { label: string; before: Said | null; after: Said | null };

/** Names by id, of roles that a change names by their ids. */
export type Names = ReadonlyMap<string, string>;

/** What differs between two states of a row as events keep them, each as one readable line. */
export function differenceOf(before: unknown, after: unknown, names: Names): DifferenceLine[] {
  const was = linesOf(before, names);
  const is = linesOf(after, names);
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  return keys.flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    const label = now?.label ?? old?.label ?? key;
    const line = { label, before: old?.said ?? null, after: now?.said ?? null };
    return JSON.stringify(line.before) === JSON.stringify(line.after) ? [] : [line];
  });
}

type Lines = Map<string, { label: string; said: Said }>;

const labels: Record<string, string> = {
  startsAt: "From",
  endsAt: "Until",
  externalId: "External id",
  isEnabled: "Switched on",
  resourceType: "Type",
  resourceId: "Resource",
  parents: "Inherits from",
  rule: "Rule",
  roles: "Roles",
  permissions: "Permissions",
  members: "People in it",
  grants: "Grants on resources",
  ownerProperty: "Owner’s property",
  builtInAdministrators: "Administrators have its permissions",
  parent: "Lies under",
  actions: "Actions",
  limit: "Too many together",
};

function linesOf(state: unknown, names: Names): Lines {
  const lines: Lines = new Map();
  if (!isRecord(state)) return lines;
  for (const [key, value] of Object.entries(state)) addLines(lines, key, value, names);
  return lines;
}

/** Permissions and attributes are a line each: nobody compares two lists of a hundred. */
function addLines(lines: Lines, key: string, value: unknown, names: Names): void {
  if (key === "entries" && Array.isArray(value)) {
    for (const entry of value.filter(isRecord)) {
      const id = String(entry.permission);
      lines.set(`entry ${id}`, { label: nameOfPermission(id), said: { text: ruleWords(entry) } });
    }
    return;
  }
  if (key === "attributes" && isRecord(value)) {
    for (const [name, text] of Object.entries(value)) {
      lines.set(`attribute ${name}`, { label: name, said: { text: String(text) } });
    }
    return;
  }
  // A registered type is a record in a record.
  if (key === "type" && isRecord(value)) {
    for (const [name, part] of Object.entries(value)) addLines(lines, name, part, names);
    return;
  }
  const said = saidOf(key, value, names);
  if (said) lines.set(key, { label: labels[key] ?? wordsOf(key), said });
}

function saidOf(key: string, value: unknown, names: Names): Said | null {
  if (key === "startsAt") return value === null ? { text: "at once" } : momentOf(value);
  if (key === "endsAt") return value === null ? { text: "for good" } : momentOf(value);
  if (key === "permission") return { text: nameOfPermission(String(value)) };
  if (key === "resourceId" && value === null) return { text: "every one" };
  if (key === "rule") return { text: value === null ? "none, by hand" : ruleOf(value) };
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "boolean") return { text: value ? "yes" : "no" };
  if (Array.isArray(value)) {
    const itemName = key === "permissions" ? nameOfPermission : null;
    const items = value.map((each) => (itemName ? itemName(String(each)) : itemOf(each, names)));
    return items.length === 0 ? null : { text: items.join(", ") };
  }
  if (isRecord(value)) return { text: itemOf(value, names) };
  return { text: names.get(String(value)) ?? String(value) };
}

function momentOf(value: unknown): Said {
  const at = Date.parse(String(value));
  return Number.isNaN(at) ? { text: String(value) } : { at: new Date(at).toISOString() };
}

function itemOf(value: unknown, names: Names): string {
  if (!isRecord(value)) return names.get(String(value)) ?? String(value);
  if (typeof value.name === "string") return value.name;
  if (typeof value.type === "string") return `${value.type} ${String(value.id ?? "")}`.trim();
  return JSON.stringify(value);
}

function ruleWords({ effect, ownOnly }: Record<string, unknown>): string {
  if (effect === "deny") return "denied";
  return ownOnly === true ? "allowed, only what they own" : "allowed";
}

function ruleOf(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const conditions = value.filter(isRecord).map(({ attribute, operator, values }) => {
    const all = Array.isArray(values) ? values.join(" or ") : String(values);
    return `${String(attribute)} ${wordsOf(String(operator)).toLowerCase()} ${all}`;
  });
  return conditions.join(", and ");
}

/** The catalogue's name, or for a product's own permission its id. */
export function nameOfPermission(id: string): string {
  if (!isPermissionId(id)) return id;
  const { name, category } = permissionOf(id);
  return category === "Module access" ? `Module: ${name}` : name;
}

/** "resourceType" and "resource_type" as people write it: "Resource type". */
function wordsOf(key: string): string {
  const words = key
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .replaceAll("_", " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
