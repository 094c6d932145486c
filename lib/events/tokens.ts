import { isKeptNumber } from "../core/kept-json.ts";
import { withoutExcessMarks } from "../core/unicode.ts";

/** Longest token that is indexed; longer words are found by their beginning. */
const MAX_TOKEN_LENGTH = 64;
/** Most tokens of one event: bounds what a hostile event costs the index. */
const MAX_TOKENS = 1_000;
/** Most words of one event that are looked at, also those that it repeats. */
const MAX_WORDS = 20_000;
const MAX_QUERY_TOKENS = 12;
/** What is normalised at once: longer than any word that is indexed, in whatever form it comes. */
const MAX_RUN_LENGTH = 256;

const words = /[\p{L}\p{N}\p{M}]+/gu;
const asciiWords = /[A-Za-z0-9]+/g;
/** What no word goes across, before and after normalisation. */
const runs = /[^\p{Z}\p{P}\p{Cc}$+<=>^`|~]+/gu;
const camelCase = /\p{Ll}\p{Lu}/u;
const camelBoundary = /(?<=\p{Ll})(?=\p{Lu})/u;
const asciiOnly = /^[\t\n\r\x20-\x7e]*$/;

/**
 * The words of a text, normalised (NFKC); `limit` of them at most. The text is cut before it is
 * normalised, so that the work is bounded for each character of it.
 */
function wordsOf(text: string, limit: number): readonly string[] {
  if (asciiOnly.test(text)) return text.match(asciiWords)?.slice(0, limit) ?? [];
  const found: string[] = [];
  for (const run of text.match(runs) ?? []) {
    if (found.length >= limit) break;
    const stretch = withoutExcessMarks(run.slice(0, MAX_RUN_LENGTH)).normalize("NFKC");
    found.push(...(stretch.match(words) ?? []));
  }
  return found.slice(0, limit);
}

function tokenOf(word: string): string {
  const cut = word.slice(0, MAX_TOKEN_LENGTH);
  // Half of a surrogate pair at the end is no character.
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).toLowerCase();
}

/**
 * The distinct words of an event's texts, lower-cased, as they enter its search index. A word in
 * camel case is indexed whole and by its parts, so that "bucket" finds GetBucketPolicy.
 */
export function indexTokens(texts: readonly string[]): string[] {
  const tokens = new Set<string>();
  let left = MAX_WORDS;
  for (const text of texts) {
    const found = wordsOf(text, left);
    left -= found.length;
    for (const word of found) {
      addTokens(tokens, word);
      if (tokens.size >= MAX_TOKENS) return [...tokens].slice(0, MAX_TOKENS);
    }
    if (left === 0) break;
  }
  return [...tokens];
}

function addTokens(tokens: Set<string>, word: string): void {
  const token = tokenOf(word);
  tokens.add(token);
  // Few words are in camel case, and splitting costs more than all the rest.
  if (token === word) return;
  const beginning = word.slice(0, MAX_RUN_LENGTH);
  if (!camelCase.test(beginning)) return;
  for (const part of beginning.split(camelBoundary)) {
    const partToken = tokenOf(part);
    if (partToken !== "") tokens.add(partToken);
  }
}

/**
 * A tsquery for what a person typed: every word must begin a word of the event. Null when the text
 * holds no word at all. Tokens are letters, digits and marks only, so none can break the syntax.
 */
export function searchQuery(text: string): string | null {
  const tokens = wordsOf(text, MAX_QUERY_TOKENS).map((word) => `'${tokenOf(word)}':*`);
  return tokens.length > 0 ? tokens.join(" & ") : null;
}

/** Every string and number inside a JSON value, depth first; keys are not words of the event. */
export function textsOf(value: unknown, found: string[] = []): string[] {
  if (typeof value === "string") found.push(value);
  else if (typeof value === "number") found.push(String(value));
  else if (isKeptNumber(value)) found.push(value.rawJSON);
  else if (value !== null && typeof value === "object") {
    for (const member of Object.values(value)) textsOf(member, found);
  }
  return found;
}
