import { type ResourceFilters, resourceFilters } from "#lib/access/resources/schema";
import { one } from "../../../page-params.ts";

export type SearchParams = Record<string, string | string[] | undefined>;
type Ref = { type: string; id: string };

export const TEXT_PARAM = "text";
export const TYPE_PARAM = "type";

/** Every URL parameter that narrows the list. */
export const filterParams = [TEXT_PARAM, TYPE_PARAM] as const;

/** What the list's URL asks for. */
export type ResourcesRequest = {
  filters: ResourceFilters;
  cursor: string | undefined;
  isFiltered: boolean;
};

const MAX_TEXT_LENGTH = 200;
const MAX_TYPES = 50;
const MAX_CURSOR_LENGTH = 1_000;

/** Reads the URL. Nothing in it can throw; a type that cannot be is left out. */
export function parseResourcesRequest(params: SearchParams): ResourcesRequest {
  const text = one(params[TEXT_PARAM])?.slice(0, MAX_TEXT_LENGTH);
  const types = [params[TYPE_PARAM]].flat().filter((type): type is string => {
    // PostgreSQL has no text with a NUL in it.
    return (
      Boolean(type) && resourceFilters.shape.type.safeParse([type]).success && !type?.includes("\0")
    );
  });
  const type = [...new Set(types)].slice(0, MAX_TYPES);
  const cursor = one(params.cursor)?.slice(0, MAX_CURSOR_LENGTH);
  return {
    filters: { ...(text ? { text } : {}), ...(type.length > 0 ? { type } : {}) },
    cursor,
    isFiltered: text !== undefined || type.length > 0 || cursor !== undefined,
  };
}

/** Which resource a page is about; null when the address names none. */
export function parseRef(params: SearchParams): Ref | null {
  const type = one(params.type);
  const id = one(params.id);
  return type && id ? { type, id } : null;
}

export function detailsHref({ type, id }: Ref): string {
  return `/resources/details?${new URLSearchParams({ type, id })}`;
}
