const ANY_ORIGIN = "http://gatehouse.invalid";

/**
 * Where to go after log-in: a path of this site, or "/" for everything else. The URL parser decides
 * and not the eye: it drops tabs and line ends and reads a backslash as a slash, so that much which
 * looks like a path leads to another host.
 */
export function safeNext(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/")) return "/";
  const url = URL.parse(next, ANY_ORIGIN);
  if (url?.origin !== ANY_ORIGIN) return "/";
  const path = url.pathname + url.search + url.hash;
  // "/.//evil.example" is a path of ours to the parser, and its normal form leads away.
  if (/^\/[/\\]/.test(path)) return "/";
  const isAuthPage = ["/login", "/first-login"].includes(url.pathname);
  return isAuthPage || url.pathname.startsWith("/api/") ? "/" : path;
}
