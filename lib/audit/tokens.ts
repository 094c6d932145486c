/** Longest token that is indexed; longer words are found by their beginning. */
const MAX_TOKEN_LENGTH = 64;
/** Most tokens of one event: bounds what a hostile event costs the index. */
const MAX_TOKENS = 1_000;
const MAX_QUERY_TOKENS = 12;

const words = /[\p{L}\p{N}\p{M}]+/gu;
const camelBoundary = /(?<=\p{Ll})(?=\p{Lu})/u;
const asciiOnly = /^[\x20-\x7e]*$/;

function normalize(text: string): string {
  return asciiOnly.test(text) ? text : text.normalize("NFKC");
}

/**
 * The distinct words of an event's texts, lower-cased, as they enter its search index. A word in
 * camel case is indexed whole and by its parts, so that "bucket" finds GetBucketPolicy.
 */
export function indexTokens(texts: Iterable<string>): string[] {
  const tokens = new Set<string>();
  for (const text of texts) {
    for (const word of normalize(text).match(words) ?? []) {
      tokens.add(word.slice(0, MAX_TOKEN_LENGTH).toLowerCase());
      const parts = word.split(camelBoundary);
      if (parts.length > 1) {
        for (const part of parts) tokens.add(part.slice(0, MAX_TOKEN_LENGTH).toLowerCase());
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
export function* textsOf(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "number") yield String(value);
  else if (value !== null && typeof value === "object") {
    for (const member of Object.values(value)) yield* textsOf(member);
  }
}
