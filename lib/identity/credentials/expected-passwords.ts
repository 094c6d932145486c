import { GatehouseError } from "../../core/errors.ts";
import { commonWords } from "./common-words.ts";

/** Rows of keys and the like; two steps along one are no surprise after the first. */
const rows = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "qwertzuiop",
  "azertyuiop",
  "asdfghjkl",
  "qsdfghjklm",
  "yxcvbnm",
  "zxcvbnm",
  "1q2w3e4r5t6y7u8i9o0p",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "qazwsxedcrfvtgbyhnujmikolp",
].flatMap((row) => [row, [...row].reverse().join("")]);
const SHORTEST_RUN = 3;
const SHORTEST_WORD = 3;
const PLACE = "the place";

/** Signs that people write for letters. */
const letters: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
};

/** Fewer different characters than this are a pattern, however long it is. */
const FEWEST_CHARACTERS = 5;
/** As many expected words, each however often, make no passphrase. */
const EXPECTED_WORDS = 2;

/**
 * Whether a password is one that guessers try early: common passwords, names that belong to the place
 * (`context`: product, tenant, person, address), rows of keys, repetitions, and any of these with
 * digits and signs around them. The whole password is looked at, as NIST SP 800-63B-4 asks: a long
 * passphrase may contain a common word.
 */
export function isExpected(password: string, context: readonly string[]): boolean {
  const plain = fold(password);
  if (new Set(plain).size < FEWEST_CHARACTERS || isRepetition(plain)) return true;
  const own = context.flatMap((text) => [...fold(text).split(notWord), squeezed(fold(text))]);
  const words = new Map([
    ...commonWords().map((word): [string, string] => [word, word]),
    // Whatever belongs to the place counts as one word, however much of it there is.
    ...own.map((word): [string, string] => [word, PLACE]),
  ]);
  for (const word of words.keys()) if (word.length < SHORTEST_WORD) words.delete(word);
  return [plain, squeezed(plain)].some((text) => fewestWords(text, words) <= EXPECTED_WORDS);
}

/** @throws GatehouseError invalid_input, on the field `password`. */
export function requireUnexpected(password: string, context: readonly string[]): void {
  if (!isExpected(password, context)) return;
  const message =
    "This is among the first that somebody would guess. Several words that have nothing to do with each other are hard to guess.";
  throw new GatehouseError("invalid_input", message, { password: [message] });
}

const notWord = /[^\p{L}\p{N}]+/gu;

function squeezed(text: string): string {
  return text.replaceAll(notWord, "");
}

function fold(text: string): string {
  const bare = text.normalize("NFKD").replaceAll(/\p{M}/gu, "");
  return bare.toLowerCase();
}

/** Whether it is one short text, over and over. */
function isRepetition(text: string): boolean {
  for (let length = 1; length <= 8 && length * 2 <= text.length; length++) {
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return true;
  }
  return false;
}

/**
 * The fewest different words of which the text consists, with rows of keys, digits and signs between
 * them for nothing; Infinity when something else is left.
 */
function fewestWords(text: string, words: ReadonlyMap<string, string>): number {
  const spoken = [...text].map((sign) => letters[sign] ?? sign).join("");
  const longest = Math.max(...[...words.keys()].map(({ length }) => length));
  const best: (ReadonlySet<string> | null)[] = [new Set<string>()];
  for (let end = 1; end <= text.length; end++) {
    let found: ReadonlySet<string> | null = null;
    const offer = (candidate: ReadonlySet<string>) => {
      if (!found || candidate.size < found.size) found = candidate;
    };
    const before = best[end - 1];
    if (before && !/\p{L}/u.test(text[end - 1] ?? "")) offer(before);
    for (let start = Math.max(0, end - longest); start <= end - SHORTEST_RUN; start++) {
      const known = best[start];
      if (!known) continue;
      const part = text.slice(start, end);
      if (rows.some((row) => row.includes(part))) offer(known);
      const word = words.get(part) ?? words.get(spoken.slice(start, end));
      if (word !== undefined) offer(new Set([...known, word]));
    }
    best.push(found);
  }
  return best[text.length]?.size ?? Number.POSITIVE_INFINITY;
}
