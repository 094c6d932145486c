/** Putting the marks of one letter in order costs their number squared (UAX #15, Stream-Safe Text Format). */
const tooManyMarks = /\p{M}{31}/u;

/**
 * The text in Unicode's composed form (NFC), so that "Zoë" is the same however a keyboard sends it.
 * What is stored, compared or hashed goes through it. A text with more marks in a row than any language
 * has stays as it is, because the time would grow with their square.
 */
export function composed(text: string): string {
  return tooManyMarks.test(text) ? text : text.normalize("NFC");
}
