import { createHash } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { zoneScript } from "#components/ui/zone-script.ts";

/** Pages that people see before they are logged in. */
const publicPaths = /^\/(login|first-login)(\/|$)/;
const sessionCookies = ["gatehouse.session", "__Host-gatehouse.session"];

/** The one script of ours that stands in the page itself. */
const zoneScriptHash = createHash("sha256").update(zoneScript).digest("base64");

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'sha256-${zoneScriptHash}'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Server-rendered style attributes carry no nonce; they cannot run code.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * The page's CSP, and a short way to the log-in page for those without a session cookie. Never the
 * place of an authorization decision: that is made next to the data.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const hasCookie = sessionCookies.some((name) => request.cookies.has(name));
  if (!hasCookie && !publicPaths.test(pathname) && request.method === "GET") {
    const login = new URL("/login", request.url);
    if (pathname !== "/") login.searchParams.set("next", pathname + search);
    return NextResponse.redirect(login);
  }
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Pages do not know their own address; whoever must log in again comes back to it.
  headers.set("x-gatehouse-path", pathname + search);
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

/** All but log-in, Next's own files and those of public/, which are for anybody. */
export const config = {
  matcher: [
    "/((?!api/auth/|_next/|(?:favicon\\.ico|icon\\.svg|icons/(?:apple-touch-icon|icon-192|icon-512|icon-maskable-512)\\.png|manifest\\.webmanifest|robots\\.txt)$).*)",
  ],
};
