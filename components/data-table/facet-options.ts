export type FacetOption = { value: string; label: string; count: number };

/** The words for a value that comes without a label. */
export type LabelOf = (value: string) => string;

export const sameAsValue: LabelOf = (value) => value;

/** The counted values, and before them those that are chosen but no row has any more. */
export function facetOptions(
  counted: readonly FacetOption[],
  selected: readonly string[],
  labelOf: LabelOf,
): FacetOption[] {
  const known = new Set(counted.map((option) => option.value));
  const missing = selected.filter((value) => !known.has(value));
  return [...missing.map((value) => ({ value, label: labelOf(value), count: 0 })), ...counted];
}

/** What typing in the facet's search looks through: people know names, logs know ids. */
export function searchableText({ label, value }: FacetOption): string {
  return label === value ? label : `${label} ${value}`;
}

/** The chosen values with their labels; at most `limit`, and how many were left out. */
export function facetChips(
  counted: readonly FacetOption[],
  selected: readonly string[],
  labelOf: LabelOf,
  limit: number,
): { chips: { value: string; label: string }[]; left: number } {
  const labels = new Map(counted.map((option) => [option.value, option.label]));
  const chips = selected
    .slice(0, limit)
    .map((value) => ({ value, label: labels.get(value) ?? labelOf(value) }));
  return { chips, left: Math.max(0, selected.length - limit) };
}
