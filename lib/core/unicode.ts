/**
 * The text in Unicode's composed form (NFC), so that "Zoë" is the same however a keyboard sends it.
 * What is stored, compared or hashed goes through it.
 */
export function composed(text: string): string {
  return text.normalize("NFC");
}
