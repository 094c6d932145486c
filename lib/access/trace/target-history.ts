import { type Target, targetOf } from "../../authz/engine/decide.ts";
import { keyOf } from "../../authz/engine/decision-table.ts";
import type { History } from "./read-history.ts";
import { holdsAt, type Span } from "./span.ts";

/** No tree is deeper (lib/access/resources/tree.ts). */
const MAX_DEPTH = 32;

type Ref = { type: string; id: string };
type ResourceRow = Span & Ref & { owner: string | null; parent: Ref | null };

/** Where the resource lay, and when. */
export type TargetHistory = { ref: Ref; rows: ReadonlyMap<string, readonly ResourceRow[]> };

/** Reads the resource and whatever it lay under at any moment of the span, level by level. */
export async function readTargetHistory(history: History, ref: Ref): Promise<TargetHistory> {
  const rows = new Map<string, ResourceRow[]>();
  let wanted = [keyOf(ref.type, ref.id)];
  while (wanted.length > 0) {
    for (const key of wanted) rows.set(key, []);
    const found = await history<Omit<ResourceRow, keyof Span>>({
      relation: "resources",
      columns: `h.content ->> 'type' AS type, h.content ->> 'id' AS id, h.content ->> 'owner' AS owner,
        CASE WHEN h.content ->> 'parent_type' IS NOT NULL THEN json_build_object(
          'type', h.content ->> 'parent_type', 'id', h.content ->> 'parent_id') END AS parent`,
      where: "h.key = ANY ($5::text[])",
      parameters: [wanted],
    });
    for (const row of found) rows.get(keyOf(row.type, row.id))?.push(row);
    const parents = found.flatMap(({ parent }) => (parent ? keyOf(parent.type, parent.id) : []));
    wanted = [...new Set(parents)].filter((key) => !rows.has(key));
  }
  return { ref, rows };
}

/** The resource and all it ever lay under: what was given elsewhere does not count. */
export function placesIn({ ref, rows }: TargetHistory): Ref[] {
  const all = [...rows.values()].flat().map(({ type, id }) => ({ type, id }));
  return [...new Map([ref, ...all].map((each) => [keyOf(each.type, each.id), each])).values()];
}

/** @throws Error when a tree is deeper than it can be: what lies higher up might deny. */
export function targetAt({ ref, rows }: TargetHistory, at: number): Target {
  const rowOf = (each: Ref | null | undefined) =>
    each && rows.get(keyOf(each.type, each.id))?.find((row) => holdsAt(row, at));
  const own = rowOf(ref);
  const ancestors: Ref[] = [];
  for (let above = rowOf(own?.parent); above; above = rowOf(above.parent)) {
    ancestors.push({ type: above.type, id: above.id });
    if (ancestors.length >= MAX_DEPTH) throw new Error("the tree above a resource is too deep");
  }
  return targetOf({ ...ref, owner: own?.owner ?? null, ancestors });
}
