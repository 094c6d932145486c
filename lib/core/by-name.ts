const collator = new Intl.Collator("en", { numeric: true });

/** The order in which people look for names: "Team 2" before "Team 10", whatever the case. */
export function byName(a: { name: string }, b: { name: string }): number {
  return collator.compare(a.name, b.name);
}
