/**
 * More marks on one letter than any language has. Putting them in order costs their number squared
 * (UAX #15, Stream-Safe Text Format).
 */
const tooManyMarks = /(\p{M}{30})\p{M}+/gu;

/** The text without the marks of a letter that are too many, which can be normalised in bounded time. */
export function withoutExcessMarks(text: string): string {
  return text.replace(tooManyMarks, "$1");
}

/**
 * The text in Unicode's composed form (NFC), so that "Zoë" is the same however a keyboard sends it.
 * What is stored, compared or hashed goes through it. A text with more marks in a row than any language
 * has stays as it is, because the time would grow with their square.
 */
export function composed(text: string): string {
  return withoutExcessMarks(text) === text ? text.normalize("NFC") : text;
}
