/** Longest token that is indexed; longer words are found by their beginning. */
const MAX_TOKEN_LENGTH = 64;
/** Most tokens of one event: bounds what a hostile event costs the index. */
const MAX_TOKENS = 1_000;
const MAX_QUERY_TOKENS = 12;

const words = /[\p{L}\p{N}\p{M}]+/gu;
const camelCase = /\p{Ll}\p{Lu}/u;
const camelBoundary = /(?<=\p{Ll})(?=\p{Lu})/u;
const asciiOnly = /^[\x20-\x7e]*$/;

function normalize(text: string): string {
  return asciiOnly.test(text) ? text : text.normalize("NFKC");
}

/**
 * The distinct words of an event's texts, lower-cased, as they enter its search index. A word in
 * camel case is indexed whole and by its parts, so that "bucket" finds GetBucketPolicy.
 */
export function indexTokens(texts: readonly string[]): string[] {
  const tokens = new Set<string>();
  for (const text of texts) {
    for (const word of normalize(text).match(words) ?? []) {
      const token = word.slice(0, MAX_TOKEN_LENGTH).toLowerCase();
      tokens.add(token);
      // Few words are in camel case, and splitting costs more than all the rest.
      if (token !== word && camelCase.test(word)) {
        for (const part of word.split(camelBoundary)) {
          tokens.add(part.slice(0, MAX_TOKEN_LENGTH).toLowerCase());
        }
      }
      if (tokens.size >= MAX_TOKENS) return [...tokens].slice(0, MAX_TOKENS);
    }
  }
  return [...tokens];
}

/**
 * A tsquery for what a person typed: every word must begin a word of the event. Null when the text
 * holds no word at all. Tokens are letters, digits and marks only, so none can break the syntax.
 */
export function searchQuery(text: string): string | null {
  const tokens = (normalize(text).match(words) ?? [])
    .slice(0, MAX_QUERY_TOKENS)
    .map((word) => `'${word.slice(0, MAX_TOKEN_LENGTH).toLowerCase()}':*`);
  return tokens.length > 0 ? tokens.join(" & ") : null;
}

/** Every string and number inside a JSON value, depth first; keys are not words of the event. */
export function textsOf(value: unknown, found: string[] = []): string[] {
  if (typeof value === "string") found.push(value);
  else if (typeof value === "number") found.push(String(value));
  else if (value !== null && typeof value === "object") {
    for (const member of Object.values(value)) textsOf(member, found);
  }
  return found;
}
