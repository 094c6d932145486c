import { failure } from "#lib/action/define-action";
import { retryAfter, statusOf } from "#lib/api/http/problem";
import type { Actor } from "#lib/authz/guard/actor";
import type { ActionError } from "#lib/core/result";
import { log } from "#lib/platform/log";
import { currentActor } from "../actor.tsx";

/** Nobody keeps who may do what: neither a browser's cache nor one on the way. */
export const PRIVATE = { "Cache-Control": "private, no-store" } as const;

/**
 * Answers whoever is logged in. Another site's page can send a person's browser here, but not in their
 * name: what it asks for would be recorded as theirs.
 */
export async function answerTo(
  request: Request,
  answer: (actor: Actor) => Promise<Response>,
): Promise<Response> {
  const site = request.headers.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") {
    return refusal({
      code: "permission_denied",
      message: "Open this from a page of Gatehouse.",
    });
  }
  try {
    const actor = await currentActor();
    if (!actor) return refusal({ code: "unauthenticated", message: "Log in first." });
    return await answer(actor);
  } catch (error) {
    return refusal(failure(error, request.headers.get("x-request-id") ?? "").error);
  }
}

/** Says in JSON what is wrong. */
export function refusal(error: Pick<ActionError, "code" | "message">): Response {
  const { code, message } = error;
  const seconds = retryAfter[code];
  const headers = new Headers(PRIVATE);
  if (seconds !== undefined) headers.set("Retry-After", String(seconds));
  return Response.json({ code, message }, { status: statusOf[code], headers });
}

type File = { name: string; type: string };

/** Sends a file while it is written: reads on only as fast as the receiver takes it. */
export function fileOf(
  pieces: AsyncGenerator<string>,
  { name, type }: File,
  requestId: string,
): Response {
  return new Response(streamOf(pieces, name, requestId), {
    headers: {
      ...PRIVATE,
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "X-Content-Type-Options": "nosniff",
    },
  });
}

function streamOf(
  pieces: AsyncGenerator<string>,
  name: string,
  requestId: string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        // The head is sent: breaking off is the only way to say that the file is not whole.
        log.error({ err: error, requestId, file: name }, "a file could not be written to its end");
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
