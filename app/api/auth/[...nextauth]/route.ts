import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions, type User } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { RequestContext } from "#lib/authz/guard/actor";
import { GatehouseError } from "#lib/core/errors";
import { actorOfSession } from "#lib/identity/credentials/session";
import { sessionCookie } from "#lib/identity/credentials/session-cookie";
import {
  decodeSessionToken,
  encodeSessionToken,
  SESSION_SECONDS,
} from "#lib/identity/credentials/session-token";
import { logIn } from "#lib/identity/login/service";
import { logOut } from "#lib/identity/sessions/service";
import { env } from "#lib/platform/env";
import { log } from "#lib/platform/log";
import { requestContext } from "#lib/platform/request-context";

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

async function authorize(
  credentials: Record<"email" | "password", string> | undefined,
  request: RequestContext,
): Promise<User | null> {
  try {
    const { email, password } = credentials ?? {};
    const { tenantId, sessionId, userId, name } = await logIn({ email, password }, request);
    return { id: userId, name, tenantId, sessionId } as User;
  } catch (error) {
    if (!(error instanceof GatehouseError)) {
      log.error({ err: error, requestId: request.requestId }, "log-in failed");
      throw new Error("internal");
    }
    // next-auth puts the message into the answer: only a code may travel that way.
    if (error.code === "rate_limited") throw new Error("rate_limited");
    return null;
  }
}

function optionsFor(request: RequestContext): AuthOptions {
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
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials) => authorize(credentials, request),
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
      error: (code, metadata) => log.warn({ code, err: metadata }, "next-auth"),
      warn: (code) => log.debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

async function handler(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) {
  const origin = requestContext((name) => request.headers.get(name));
  return NextAuth(request, context, optionsFor(origin));
}

export { handler as GET, handler as POST };
