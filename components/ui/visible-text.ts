/**
 * Characters that change how the text around them is shown, or are not shown at all: an audit log
 * must not be made to read otherwise than it is.
 */
const DECEPTIVE = /[[\p{Cc}\p{Cf}\u2028\u2029]--[\t\n]]/gv;

/** The text with such characters spelled out as JavaScript would escape them. */
export function visibleText(text: string): string {
  return text.replace(DECEPTIVE, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}
