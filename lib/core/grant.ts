declare const granted: unique symbol;

/**
 * Proof that the caller holds a permission in a tenant. Queries take one, so an ungated read does
 * not compile. Only `requirePermission` (lib/access/grant.ts) makes one; it is declared down here
 * because the audit log, which access decisions are recorded in, is read under a grant as well.
 */
export type Grant<P extends string> = {
  readonly [granted]: P;
  readonly tenantId: string;
};
