import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  NotGenuine,
  publicJwk,
  signingKeyOf,
  signJws,
  tenantSigningKey,
  thumbprintOf,
  verifyJws,
} from "./jws.ts";

/** The key of RFC 8037, appendix A. */
const seed = Buffer.from("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", "base64url");
const key = signingKeyOf(seed);
const secret = "a secret of thirty-two characters or more";
const value = { name: "Autumn", lines: [{ outcome: "kept", at: 1.5, who: "Zoë" }] };
const file = signJws(value, key);

describe("a key", () => {
  it("is the one of RFC 8037: public half, thumbprint and signature", () => {
    expect(key.jwk).toEqual({
      kty: "OKP",
      crv: "Ed25519",
      x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    expect(key.kid).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    const input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    expect(key.sign(Buffer.from(input)).toString("base64url")).toBe(
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
    );
  });

  it("follows from the secret and the tenant, and from both", () => {
    const kids = [
      tenantSigningKey(secret, "tenant a").kid,
      tenantSigningKey(secret, "tenant b").kid,
      tenantSigningKey(`${secret}!`, "tenant a").kid,
    ];
    expect(new Set(kids).size).toBe(3);
    expect(tenantSigningKey(secret, "tenant a").kid).toBe(kids[0]);
  });
});

describe("a signed file", () => {
  it("gives back what was signed, and the key that signed it", () => {
    expect(verifyJws(file)).toEqual({ value, kid: key.kid, jwk: key.jwk });
    expect(verifyJws(file, key.jwk).value).toEqual(value);
  });

  it("round-trips any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        const back = verifyJws(signJws(json as never, key)).value;
        expect(JSON.stringify(back)).toBe(JSON.stringify(JSON.parse(JSON.stringify(back))));
        expect(back).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });

  it("is refused when any character of it is another one, or it still says the same", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: file.length - 1 }),
        fc.string({ minLength: 1, maxLength: 1 }),
        (at, character) => {
          const changed = file.slice(0, at) + character + file.slice(at + 1);
          try {
            expect(verifyJws(changed).value).toEqual(value);
          } catch (error) {
            expect(error).toBeInstanceOf(NotGenuine);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it("is refused with what it says changed, in words", () => {
    const parts = JSON.parse(file);
    const forged = { ...value, name: "Spring" };
    const payload = Buffer.from(JSON.stringify(forged)).toString("base64url");
    const changed = JSON.stringify({ ...parts, payload });
    expect(() => verifyJws(changed)).toThrow("changed after it was signed");
  });

  it("is refused when somebody else has signed it, however it says so", () => {
    const other = tenantSigningKey(secret, "tenant b");
    expect(() => verifyJws(signJws(value, other), key.jwk)).toThrow("another key");
    const pretending = signJws(value, { ...other, kid: key.kid });
    expect(() => verifyJws(pretending)).toThrow("another key than it holds");
    const withTheirs = signJws(value, { ...other, kid: key.kid, jwk: key.jwk });
    expect(() => verifyJws(withTheirs)).toThrow("signature is wrong");
  });

  it("is refused without a signature, with another algorithm, or with more in its head", () => {
    const parts = JSON.parse(file);
    const head = JSON.parse(Buffer.from(parts.protected, "base64url").toString());
    for (const part of [{ alg: "none" }, { alg: "HS256" }, { crit: ["b64"], b64: false }]) {
      const text = JSON.stringify({ ...head, ...part });
      const changed = { ...parts, protected: Buffer.from(text).toString("base64url") };
      expect(() => verifyJws(JSON.stringify(changed))).toThrow("head is not that");
    }
    expect(() => verifyJws(JSON.stringify({ ...parts, signature: "" }))).toThrow(
      "signature is wrong",
    );
    expect(() => verifyJws(JSON.stringify({ ...parts, header: {} }))).toThrow("no signed evidence");
    expect(() => verifyJws("nothing")).toThrow("not JSON");
  });

  it("names keys by what makes them, and no other way", () => {
    const { x } = key.jwk;
    expect(thumbprintOf(publicJwk.parse({ x, use: "sig", crv: "Ed25519", kty: "OKP" }))).toBe(
      key.kid,
    );
  });
});
