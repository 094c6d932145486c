import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexTokens, searchQuery, textsOf } from "./tokens.ts";

/** What `@@` does with one of our queries, on the tokens of one event. */
function matches(query: string | null, tokens: string[]): boolean {
  const prefixes = query?.split(" & ").map((term) => term.slice(1, -3)) ?? [];
  return prefixes.every((prefix) => tokens.some((token) => token.startsWith(prefix)));
}

const texts = fc.array(
  fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.stringMatching(/^[a-zA-Z0-9]{1,20}$/),
  ),
  { maxLength: 5 },
);

describe("tokens", () => {
  it("let every text be found by itself, by its beginning and in any case", () => {
    fc.assert(
      fc.property(texts, fc.nat(40), (drawn, length) => {
        const tokens = indexTokens(drawn);
        for (const text of drawn) {
          expect(matches(searchQuery(text), tokens)).toBe(true);
          // Cutting elsewhere than in ASCII could part a letter from its accent.
          const word = /^[a-z0-9]+$/i.exec(text)?.[0];
          const beginning = word?.slice(0, 1 + (length % word.length)) ?? "";
          for (const typed of [beginning, beginning.toUpperCase()]) {
            expect(matches(searchQuery(typed), tokens)).toBe(true);
          }
        }
      }),
    );
  });

  it("cannot break out of the query's syntax", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const query = searchQuery(text);
        if (query !== null)
          expect(query).toMatch(/^'[\p{L}\p{N}\p{M}]+':\*( & '[\p{L}\p{N}\p{M}]+':\*)*$/u);
      }),
    );
  });

  it("count camel case as several words", () => {
    const tokens = indexTokens(["GetBucketPolicy"]);
    expect(tokens).toEqual(["getbucketpolicy", "get", "bucket", "policy"]);
    expect(matches(searchQuery("bucket"), tokens)).toBe(true);
  });

  it("take every text and number of an event, and no keys", () => {
    const event = { actor: { name: "Ada" }, list: [1, "two", null, true], nested: { deep: ["x"] } };
    expect([...textsOf(event)]).toEqual(["Ada", "1", "two", "x"]);
  });

  it("are bounded for one event", () => {
    const words = Array.from({ length: 5_000 }, (_, i) => `w${i}`);
    expect(indexTokens([words.join(" ")])).toHaveLength(1_000);
    expect(indexTokens(["y".repeat(500)])).toEqual(["y".repeat(64)]);
  });
});
