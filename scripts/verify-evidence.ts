// `npm run verify-evidence -- FILE [--key JWK]`: checks the signed file of a review of access, offline.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { evidenceDocument, evidenceWords } from "#lib/governance/reviews/evidence";
import { NotGenuine, type PublicJwk, publicJwk, verifyJws } from "#lib/governance/reviews/jws";

const usage = `npm run verify-evidence -- FILE [--key JWK]

  FILE       evidence of a review, as it was downloaded
  --key JWK  the public key to trust, as JSON or as a file with it; the portal shows it under
             Access reviews > Evidence. Without it the file only vouches for itself.`;

/** What somebody did wrong, for one line. */
class Misused extends Error {}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new Misused(`${path} cannot be read.`);
  }
}

function keyOf(said: string): PublicJwk {
  const text = said.trimStart().startsWith("{") ? said : read(said);
  try {
    return publicJwk.parse(JSON.parse(text));
  } catch {
    throw new Misused("The key is not a public Ed25519 key as JWK.");
  }
}

function main(args: string[]): number {
  const options = { key: { type: "string" }, help: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [path] = positionals;
  if (values.help || !path || positionals.length > 1) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const { value, kid } = verifyJws(read(path), values.key ? keyOf(values.key) : undefined);
  const parsed = evidenceDocument.safeParse(value);
  if (!parsed.success) throw new NotGenuine("It is signed, but is no evidence of a review.");
  console.log(`✓ The file is as it was signed with the key ${kid}.`);
  if (!values.key) {
    console.log(
      "  Whose key that is, the file cannot prove: compare it with the portal, or use --key.",
    );
  }
  console.log(["", ...evidenceWords(parsed.data)].join("\n"));
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const code = "code" in error ? String(error.code) : "";
  const isMisuse = error instanceof Misused || code.startsWith("ERR_PARSE_ARGS");
  if (!isMisuse && !(error instanceof NotGenuine)) throw error;
  console.error(`✗ ${error.message}`);
  process.exitCode = isMisuse ? 2 : 1;
}
