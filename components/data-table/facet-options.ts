export type FacetOption = { value: string; label: string; count: number };

/** The counted values, and before them those that are chosen but no row has any more. */
export function facetOptions(
  counted: readonly FacetOption[],
  selected: readonly string[],
): FacetOption[] {
  const known = new Set(counted.map((option) => option.value));
  const missing = selected.filter((value) => !known.has(value));
  return [...missing.map((value) => ({ value, label: value, count: 0 })), ...counted];
}

/** What typing in the facet's search looks through: people know names, logs know ids. */
export function searchableText({ label, value }: FacetOption): string {
  return label === value ? label : `${label} ${value}`;
}

/** The chosen values with their labels; at most `limit`, and how many were left out. */
export function facetChips(
  counted: readonly FacetOption[],
  selected: readonly string[],
  limit: number,
): { chips: { value: string; label: string }[]; left: number } {
  const labels = new Map(counted.map((option) => [option.value, option.label]));
  const chips = selected
    .slice(0, limit)
    .map((value) => ({ value, label: labels.get(value) ?? value }));
  return { chips, left: Math.max(0, selected.length - limit) };
}
