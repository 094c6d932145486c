import { createHmac } from "node:crypto";

/** The roles that Gatehouse works under; prisma/roles.sql says what each may do. */
export const ROLES = [
  "gatehouse_owner",
  "gatehouse_app",
  "gatehouse_worker",
  "gatehouse_search",
] as const;

export type Role = (typeof ROLES)[number];
export type Passwords = Readonly<Record<Role, string>>;

/**
 * Passwords for the four roles of an embedded cluster, derived from its superuser's random one: the
 * same in every process that may use the cluster, with nothing more to store.
 */
export function derivedPasswords(superuserPassword: string): Passwords {
  const derive = (role: Role) =>
    createHmac("sha256", superuserPassword).update(`role:${role}`).digest("base64url");
  return {
    gatehouse_owner: derive("gatehouse_owner"),
    gatehouse_app: derive("gatehouse_app"),
    gatehouse_worker: derive("gatehouse_worker"),
    gatehouse_search: derive("gatehouse_search"),
  };
}

/** The same server and options under another account and database. */
export function urlAs(base: string, user: string, password: string, database: string): string {
  const url = new URL(base);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
