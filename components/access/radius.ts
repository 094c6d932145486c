import { permissionName } from "./permission-words.ts";

type Named = { id: string; name: string };

/** A permission and where it holds: `everywhere`, `own`, `of ada`, `on document` or `on document/42`. */
type Reaching = { permission: string; reach: string };

/** Whose access a change would alter, as its audit event says. */
export type Radius = {
  peopleCount: number;
  groups: RadiusGroup[];
  /** Who gains and loses the use of what they have, until they choose in a session. */
  untilChosen?: RadiusGroup[] | undefined;
};

export type RadiusGroup = {
  gained: Reaching[];
  lost: Reaching[];
  people: Named[];
  /** How many more there are than are named. */
  morePeople: number;
};

/** "Refund invoices", "Refund invoices (only own)", "Refund invoices on invoice 42". */
export function reachingWords({ permission, reach }: Reaching): string {
  const name = permissionName(permission);
  if (reach === "everywhere") return name;
  if (reach === "to give") return `${name} (to give to others)`;
  if (reach === "own") return `${name} (only own)`;
  if (reach.startsWith("with ")) {
    return `${name} where ${permissionName(reach.slice("with ".length))} is needed as well`;
  }
  if (reach.startsWith("of ")) return `${name} on what ${reach.slice("of ".length)} owns`;
  const resource = reach.replace(/^on /, "");
  const slash = resource.indexOf("/");
  if (slash < 0) return `${name} on every ${resource}`;
  return `${name} on ${resource.slice(0, slash)} ${resource.slice(slash + 1)}`;
}

/** As many are named in a sentence. */
export const SHOWN_PEOPLE = 3;

/** "Grace", "Grace and Ada", "Grace, Ada and 3 more". */
export function peopleWords(people: readonly Named[], more: number, shown = SHOWN_PEOPLE): string {
  const names = people.slice(0, shown).map(({ name }) => name);
  const left = people.length - names.length + more;
  const all = left > 0 ? [...names, `${left} more`] : names;
  return new Intl.ListFormat("en", { type: "conjunction" }).format(all);
}
