import type { ActionError } from "#lib/core/result";

const statuses: Partial<Record<ActionError["code"], number>> = {
  permission_denied: 403,
  not_found: 404,
  invalid_input: 422,
  unavailable: 503,
  internal: 500,
};

/** What a route handler answers when it was refused. */
export function refusalOf({ code, message }: ActionError): Response {
  const status = statuses[code] ?? 409;
  return Response.json({ message }, { status, headers: { "Cache-Control": "no-store" } });
}
