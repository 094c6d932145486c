import type { Principal } from "./normalized-event.ts";

/** A string that two principals have in common only when they are one. */
export function principalKey({ source, id }: Principal): string {
  return JSON.stringify([source, id]);
}

/** "1001 in crm"; the portal's own accounts by themselves. */
export function principalLabel({ source, id }: Principal): string {
  return source === null ? id : `${id} in ${source}`;
}
