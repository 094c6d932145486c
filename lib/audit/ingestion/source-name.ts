/** What nobody but Gatehouse is called, alone or one after the other: `Gatehouse portal`. */
const reserved = /^(?:gatehouse|portal)+$/;

/**
 * Characters that look like the letters of the reserved names: the confusables of UTS #39 for these letters, as
 * far as compatibility decomposition (NFKD) does not fold them, and small capitals.
 */
const lookAlikes: Record<string, string> = {
  a: "ɑαа\uab7aᗅ⍶⍺\ua4eeᴀ",
  e: "ɇεеҽҿ\uab7c℮⋿ⴹ\ua4f0ꬲᴇ",
  g: "ƍǥɠɡԍց\uab90\u13fbᶃ\ua4d6ɢ",
  h: "ħɦηћнңһӈӊհ\uab8b\uab92\u13faᕼⱨⲏ\ua4e7ꚕʜ",
  l: "1I|łɩɨƚǀɫɭΙιІіӀӏ׀וןا١ٳ۱ߊ\uabaeᒪᛁ∣⏽ⲓⳑⵏ\ua4e1\ua4f2ʟ",
  o: "0øɵοθσоѳөօסه٥ھەہ۵ۿ߀०০੦૦ଠ୦௦౦೦ഠ൦๐໐တဝ၀ჿዐ\uab8e\uabbbᴏᴑ⊖⊝⍬ⲟⴱⵁⵔ〇\ua4f3ꝋꬽꬾ\uab74",
  p: "ƥρр\uabb2ᑭᵽ⍴ⲣ\ua4d1ᴘ",
  r: "ʀɍɼɽгғ\uab71\uaba2ᖇᴦᵲⲅ\ua4e3ꭇꭈ\uab81",
  s: "ƽʂѕտ\uaba5\uabaaᵴ\ua4e2ꜱ",
  t: "ŧƭʈⱦτтҭ\uab72ᵵ₮⊤⍡⟙ⲧ\ua4d4ᴛ",
  u: "ʋʉυսሀ\uab9cᑌᴜᵾ∪⋃\ua4f4ꞟꭎꭒ",
};
const letterFor = new Map(
  Object.entries(lookAlikes).flatMap(([letter, all]) => [...all].map((each) => [each, letter])),
);

/** One text for all that look the same as a reserved name: only letters and digits, in lower case. */
function skeletonOf(source: string): string {
  const folded = replaced(replaced(source.normalize("NFKD")).toLowerCase());
  // Some letters are not seen either: the fillers of Hangul.
  return folded.replace(/[^\p{L}\p{N}]|\p{Default_Ignorable_Code_Point}/gu, "");
}

/** Capitals first: an I looks like an l, and an i does not. */
function replaced(text: string): string {
  return Array.from(text, (character) => letterFor.get(character) ?? character).join("");
}

/** What is not seen, so that two sources look alike; line breaks and the like. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** Letters of other scripts than those that are written together with Latin (UTS #39, highly restrictive). */
const withoutLatin =
  /[\p{L}--[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Common}]]/v;

/** Whether one word has letters of Latin and of a script that is not written with it: `pоrtal` with a Cyrillic o. */
function mixesScripts(source: string): boolean {
  return source
    .split(/[^\p{L}\p{M}]+/u)
    .some((word) => /\p{Script=Latin}/u.test(word) && withoutLatin.test(word));
}

/**
 * Why a program cannot be called this; null when it can. People tell by it who says something: it may not
 * look like Gatehouse itself, nor like another program, whichever letters it is written with. Any script is
 * fine.
 * @param source of bounded length: all of it is normalised.
 */
export function sourceFault(source: string): string | null {
  if (reserved.test(skeletonOf(source)))
    return "is Gatehouse's own, or looks like it: name the program it happened in";
  if (unseen.test(source)) return "has a character that cannot be seen";
  if (mixesScripts(source)) return "has a word with letters of two alphabets";
  return null;
}
