/** Where in the list a page begins; meaningless as soon as a filter changes. */
export const CURSOR_PARAM = "cursor";

/** Parameters to set (several values repeat the name) or, with null, to leave out. */
export type UrlChanges = Record<string, string | readonly string[] | null>;

/** The address of the same list with some parameters changed; the others stay as they are. */
export function listHref(
  pathname: string,
  current: Pick<URLSearchParams, "toString">,
  changes: UrlChanges,
): string {
  const params = new URLSearchParams(current.toString());
  for (const [name, value] of Object.entries(changes)) {
    params.delete(name);
    for (const each of value === null ? [] : [value].flat()) params.append(name, each);
  }
  const query = params.toString();
  return query ? `${pathname}?${query}` : pathname;
}
