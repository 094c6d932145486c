import ipaddr from "ipaddr.js";

/**
 * An address as PostgreSQL's inet takes it, out of what proxies and sockets write: with a port, in
 * brackets or quotes, with a zone (`fe80::1%eth0`), IPv4 within IPv6. Null for what names none, such
 * as `unknown` and the made-up identifiers of RFC 7239, section 6.3.
 */
export function addressOf(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();
  const [, inBrackets] = /^\[([^\]]*)\](?::[\w.-]+)?$/.exec(bare) ?? [];
  const [, beforePort] = /^([\d.]+):[\w.-]+$/.exec(bare) ?? [];
  const [address = ""] = (inBrackets ?? beforePort ?? bare).split("%");
  const isWhole = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  return isWhole ? ipaddr.process(address).toString() : null;
}

/** The hops of X-Forwarded-For, the one that the last proxy saw at the end. */
export function forwardedFor(header: string): string[] {
  return header.split(",");
}

// RFC 7239, section 4: pairs of a token and a value, which may be a quoted string.
const pair = /([!#$%&'*+.^_`|~\w-]+)=("(?:[^"\\]|\\.)*"|[^",;\s]*)/g;
const element = /(?:"(?:[^"\\]|\\.)*"|[^",])+/g;

/** The hops of `Forwarded` (RFC 7239); an element without `for` is a hop that says nothing. */
export function forwarded(header: string): string[] {
  return [...header.matchAll(element)].map(([text]) => {
    const named = [...text.matchAll(pair)].find(([, name]) => name?.toLowerCase() === "for");
    return (named?.[2] ?? "").replaceAll(/\\(.)/g, "$1");
  });
}
