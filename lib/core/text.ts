/**
 * Why a text cannot be stored as it is: PostgreSQL has no NUL, and UTF-8 no half of a surrogate pair.
 * The one place that decides which text may enter; every way in asks it.
 */
export function textFault(text: string): string | null {
  if (text.includes("\0")) return "contains a NUL character";
  if (!text.isWellFormed()) return "contains half of a surrogate pair";
  return null;
}
