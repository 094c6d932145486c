/** The token stands behind `#`, which browsers send to no server and so into no access log. */
export function tokenIn({ hash, search }: { hash: string; search: string }): string {
  const behind = hash.slice(1);
  try {
    return decodeURIComponent(behind) || new URLSearchParams(search).get("link") || "";
  } catch {
    // A % that is no escape: the link was altered, which the server says.
    return behind;
  }
}
