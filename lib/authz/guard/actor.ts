import type { PermissionId } from "../catalogue/permissions.ts";
import type { HeldRole } from "../catalogue/roles.ts";
import type { Access } from "../engine/access.ts";

/** Where a request came from; copied into every audit event that it causes. */
export type RequestContext = {
  requestId: string;
  ip: string | null;
  userAgent: string | null;
};

/** The authenticated principal of a request, with everything a decision needs. */
export type Actor = {
  kind: "user" | "api_key" | "system";
  tenantId: string;
  /** User id, API key id, or the name of the system part, e.g. `worker`. */
  id: string;
  name: string;
  /** Null for API keys and the system. */
  email: string | null;
  sessionId: string | null;
  /** Set when a program acts for a person: that person's user id. */
  onBehalfOf: string | null;
  roles: readonly HeldRole[];
  /** What decisions are made from; `decide` reads it. */
  access: Access;
  /** What `access` allows everywhere in the tenant, of the catalogue: for showing and hiding. */
  permissions: ReadonlySet<PermissionId>;
  request: RequestContext;
};
