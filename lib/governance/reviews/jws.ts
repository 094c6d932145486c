import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify } from "node:crypto";
import { z } from "zod";
import { canonicalJson, type Json } from "../../core/canonical-json.ts";

/** The public half of an Ed25519 key, as a JWK (RFC 8037). */
export const publicJwk = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type PublicJwk = z.output<typeof publicJwk>;

export const EVIDENCE_TYPE = "gatehouse-review+jws";

const header = z.strictObject({
  alg: z.literal("EdDSA"),
  typ: z.literal(EVIDENCE_TYPE),
  kid: z.string(),
  jwk: publicJwk.strict(),
});
const flattened = z.strictObject({
  payload: z.string(),
  protected: z.string(),
  signature: z.string(),
});

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/** The JWK's thumbprint (RFC 7638): the name of the key. */
export function thumbprintOf({ kty, crv, x }: PublicJwk): string {
  return createHash("sha256").update(canonicalJson({ kty, crv, x })).digest("base64url");
}

export type SigningKey = {
  kid: string;
  jwk: PublicJwk;
  sign: (data: Buffer) => Buffer;
};

/** The key made of the 32 bytes of an Ed25519 private key. */
export function signingKeyOf(seed: Uint8Array): SigningKey {
  const der = Buffer.concat([PKCS8_HEAD, seed]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const jwk = publicJwk.parse(createPublicKey(privateKey).export({ format: "jwk" }));
  return { kid: thumbprintOf(jwk), jwk, sign: (data) => sign(null, data, privateKey) };
}

/** A tenant's key, which follows from the installation's secret: HKDF-SHA256 with the tenant in `info`. */
export function tenantSigningKey(secret: string, tenantId: string): SigningKey {
  const info = `gatehouse review evidence ${tenantId}`;
  return signingKeyOf(new Uint8Array(hkdfSync("sha256", secret, "", info, 32)));
}

/** A value as a flattened JWS (RFC 7515) over its canonical JSON (RFC 8785). */
export function signJws(value: Json, { kid, jwk, sign: signWith }: SigningKey): string {
  const head = encode(canonicalJson({ alg: "EdDSA", typ: EVIDENCE_TYPE, kid, jwk: { ...jwk } }));
  const payload = encode(canonicalJson(value));
  const signature = signWith(Buffer.from(`${head}.${payload}`)).toString("base64url");
  return `${canonicalJson({ payload, protected: head, signature })}\n`;
}

/** Why a file is no evidence, in words for whoever checks it. */
export class NotGenuine extends Error {}

/**
 * Checks a file without asking anybody. Without `trusted` it only says that the file is as the key
 * named in it has signed it: whose key that is must be looked up.
 * @throws NotGenuine
 */
export function verifyJws(
  document: string,
  trusted?: PublicJwk,
): { value: unknown; kid: string; jwk: PublicJwk } {
  const parsed = flattened.safeParse(parseJson(document, "This file is not JSON."));
  if (!parsed.success) throw new NotGenuine("This file is no signed evidence of a review.");
  const { payload, protected: head, signature } = parsed.data;
  const said = header.safeParse(parseJson(decode(head), "Its head is damaged."));
  if (!said.success) throw new NotGenuine("Its head is not that of evidence of a review.");
  const { kid, jwk } = said.data;
  if (thumbprintOf(jwk) !== kid) throw new NotGenuine("Its head names another key than it holds.");
  if (trusted && thumbprintOf(trusted) !== kid) {
    throw new NotGenuine(`It was signed with another key: ${kid}.`);
  }
  const key = createPublicKey({ key: { ...jwk }, format: "jwk" });
  const isSigned = verify(null, Buffer.from(`${head}.${payload}`), key, decodeBytes(signature));
  if (!isSigned) {
    throw new NotGenuine("Its signature is wrong: the file was changed after it was signed.");
  }
  return { value: parseJson(decode(payload), "What was signed is not JSON."), kid, jwk };
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function decode(text: string): string {
  return decodeBytes(text).toString();
}

/** Only the one way in which these bytes are written: no other text may pass for the signed one. */
function decodeBytes(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") === text) return bytes;
  throw new NotGenuine("The file is damaged: a part of it is not base64url.");
}

function parseJson(text: string, message: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotGenuine(message);
  }
}
