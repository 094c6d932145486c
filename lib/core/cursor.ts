import { z } from "zod";
import { GatehouseError } from "./errors.ts";

/** A place in a list sorted by time and id, and the direction in which to read on from it. */
export type Cursor = { direction: "next" | "previous"; at: Date; id: string };

const wire = z.tuple([z.enum(["n", "p"]), z.number().int().min(0).max(8.64e15), z.uuid()]);

/** An opaque text for URLs. It holds a position only: the tenant always comes from the grant. */
export function encodeCursor(cursor: Cursor): string {
  const parts = [cursor.direction === "next" ? "n" : "p", cursor.at.getTime(), cursor.id];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** @throws GatehouseError invalid_input when the text is not a cursor of ours. */
export function decodeCursor(text: string): Cursor {
  try {
    const [direction, at, id] = wire.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return { direction: direction === "n" ? "next" : "previous", at: new Date(at), id };
  } catch {
    const message = "This page link is damaged. Go back to the first page.";
    throw new GatehouseError("invalid_input", message, { cursor: [message] });
  }
}

/**
 * Cuts a page out of the `limit + 1` rows that were read in the cursor's direction, and says
 * whether there is more on either side.
 */
export function pageOf<Row>(
  rows: Row[],
  limit: number,
  cursor: Cursor | undefined,
  positionOf: (row: Row) => { at: Date; id: string },
): { rows: Row[]; nextCursor: string | null; previousCursor: string | null } {
  const backwards = cursor?.direction === "previous";
  const hasMore = rows.length > limit;
  const kept = rows.slice(0, limit);
  if (backwards) kept.reverse();
  const first = kept[0];
  const last = kept.at(-1);
  const hasNext = backwards || hasMore;
  const hasPrevious = backwards ? hasMore : cursor !== undefined;
  return {
    rows: kept,
    nextCursor: hasNext && last ? encodeCursor({ direction: "next", ...positionOf(last) }) : null,
    previousCursor:
      hasPrevious && first ? encodeCursor({ direction: "previous", ...positionOf(first) }) : null,
  };
}

/**
 * Prisma's conditions and order for reading on from a cursor in a list sorted by `createdAt` and
 * `id`, latest first.
 */
export function latestFirst(cursor: Cursor | undefined) {
  const backwards = cursor?.direction === "previous";
  const side = backwards ? "gt" : "lt";
  const order = backwards ? ("asc" as const) : ("desc" as const);
  const beyond = cursor && [
    { createdAt: { [side]: cursor.at } },
    { createdAt: cursor.at, id: { [side]: cursor.id } },
  ];
  return {
    where: beyond ? { OR: beyond } : {},
    orderBy: [{ createdAt: order }, { id: order }],
  };
}
