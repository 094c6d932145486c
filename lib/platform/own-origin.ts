import { env } from "./env.ts";

const loopback = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Whether a request comes from a page of ours: from PUBLIC_URL or, where that is this machine itself,
 * from another name of it. A cookie travels from any site; its Origin gives that away.
 */
export function isOwnOrigin(origin: string | undefined): boolean {
  return origin !== undefined && ownOrigins().includes(origin);
}

/** Under which origins people may open the portal; the one to recommend is the first. */
export function ownOrigins(): string[] {
  const { origin, protocol, hostname, port } = new URL(env().PUBLIC_URL);
  if (!loopback.includes(hostname)) return [origin];
  const others = loopback.map((name) => `${protocol}//${name}${port && `:${port}`}`);
  return [...new Set([origin, ...others])];
}
