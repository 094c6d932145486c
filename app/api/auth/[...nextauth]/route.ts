import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions, type User } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { RequestContext } from "#lib/authz/guard/actor";
import { GatehouseError } from "#lib/core/errors";
import { DEVICE_SECONDS, deviceCookie } from "#lib/identity/credentials/known-device";
import { actorOfSession } from "#lib/identity/credentials/session";
import { sessionCookie } from "#lib/identity/credentials/session-cookie";
import {
  decodeSessionToken,
  encodeSessionToken,
  SESSION_SECONDS,
} from "#lib/identity/credentials/session-token";
import { encodeWait, TooManyAttempts } from "#lib/identity/credentials/too-many-attempts";
import { ChooseTenant } from "#lib/identity/login/choose-tenant";
import { logIn } from "#lib/identity/login/service";
import { encodeChoice } from "#lib/identity/login/tenant-choice";
import { logOut } from "#lib/identity/sessions/service";
import { env } from "#lib/platform/env";
import { log } from "#lib/platform/log";
import { requestContext } from "#lib/platform/request-context";

const MAX_LOGGED = 2_000;

/** next-auth's own JWT would be encrypted: slower, and nothing in ours is secret. */
const jwt: AuthOptions["jwt"] = {
  maxAge: SESSION_SECONDS,
  encode: ({ token }) => {
    const { tenantId, sessionId } = token ?? {};
    if (typeof tenantId !== "string" || typeof sessionId !== "string") return "";
    return encodeSessionToken({ tenantId, sessionId }, env().AUTH_SECRET);
  },
  decode: ({ token }) => (token ? decodeSessionToken(token, env().AUTH_SECRET) : null),
};

/** A message may repeat what was sent, and that is as long as anybody likes. */
function shortened(metadata: unknown): string {
  const { error = metadata } =
    typeof metadata === "object" && metadata ? ({ ...metadata } as { error?: unknown }) : {};
  return String(error instanceof Error ? (error.stack ?? error.message) : error).slice(
    0,
    MAX_LOGGED,
  );
}

/** What the browser kept of its last log-in, and what it is to keep of this one. */
type Device = { known: string | null; remembered: string | null };

async function authorize(
  credentials: Record<"email" | "password" | "tenantId", string> | undefined,
  request: RequestContext,
  device: Device,
): Promise<User | null> {
  try {
    const { email, password, tenantId: named } = credentials ?? {};
    const typed = { email, password, ...(named && { tenantId: named }) };
    const loggedIn = await logIn(typed, request, device.known);
    const { tenantId, sessionId, userId, name } = loggedIn;
    device.remembered = loggedIn.deviceToken;
    return { id: userId, name, tenantId, sessionId } as User;
  } catch (error) {
    if (!(error instanceof GatehouseError)) {
      log.error({ err: error, requestId: request.requestId }, "log-in failed");
      throw new Error("internal");
    }
    // next-auth puts the message into the answer: only a code may travel that way, and the names of
    // the tenants to whoever has just proved that they belong to them.
    if (error instanceof ChooseTenant) throw new Error(encodeChoice(error.tenants));
    if (error instanceof TooManyAttempts) throw new Error(encodeWait(error));
    if (error.code === "busy") throw new Error(error.code);
    return null;
  }
}

function optionsFor(request: RequestContext, device: Device): AuthOptions {
  const cookie = sessionCookie();
  return {
    secret: env().AUTH_SECRET,
    jwt,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/login", error: "/login" },
    cookies: {
      sessionToken: {
        name: cookie.name,
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: cookie.secure },
      },
    },
    providers: [
      Credentials({
        credentials: {
          email: { type: "email" },
          password: { type: "password" },
          tenantId: { type: "text" },
        },
        authorize: (credentials) => authorize(credentials, request, device),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...token, ...user } : token),
    },
    events: {
      signOut: async ({ token }) => {
        const actor = await actorOfSession(
          (await jwt?.encode?.({ token, secret: "" })) ?? "",
          request,
        );
        if (actor) await logOut(actor, {});
      },
    },
    logger: {
      error: (code, metadata) => log.warn({ code, err: shortened(metadata) }, "next-auth"),
      warn: (code) => log.debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

/** next-auth takes for a fault of its own configuration what makes no sense in a request. */
function isAnswerable({ method, headers, nextUrl, cookies }: NextRequest): boolean {
  const isForm = headers.get("content-type")?.startsWith("application/x-www-form-urlencoded");
  const cameFrom = ["next-auth.callback-url", "__Secure-next-auth.callback-url"].map(
    (name) => cookies.get(name)?.value,
  );
  const addresses = [nextUrl.searchParams.get("callbackUrl"), ...cameFrom].filter((each) => each);
  return (
    (method !== "POST" || isForm === true) &&
    addresses.every((each) =>
      /^https?:$/.test(URL.parse(each ?? "", env().PUBLIC_URL)?.protocol ?? ""),
    )
  );
}

/** What we use of next-auth. Its `_log` would write whatever anybody sends into the server's log. */
const answered = ["csrf", "providers", "session", "signin", "signout", "callback", "error"];

async function handler(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) {
  const { nextauth } = await context.params;
  if (!answered.includes(nextauth[0] ?? "")) return new Response(null, { status: 404 });
  if (!isAnswerable(request)) return new Response(null, { status: 400 });
  const origin = requestContext((name) => request.headers.get(name));
  const { name, secure } = deviceCookie();
  const device: Device = { known: request.cookies.get(name)?.value ?? null, remembered: null };
  const response: Response = await NextAuth(request, context, optionsFor(origin, device));
  if (device.remembered === null) return response;
  const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${DEVICE_SECONDS}${secure ? "; Secure" : ""}`;
  const answer = new Response(response.body, response);
  answer.headers.append("Set-Cookie", `${name}=${device.remembered}; ${attributes}`);
  return answer;
}

export { handler as GET, handler as POST };
