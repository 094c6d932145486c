/**
 * How identifiers of people are compared in decisions: in lower case, and in one normal form, because
 * `Zoë` can be written in two. What is equal here is equal to `identifier_key` in the database as well,
 * under which no two people of a tenant can have the same.
 */
export function identifierKey(identifier: string): string {
  return identifier.normalize("NFKC").toLowerCase().normalize("NFKC");
}
