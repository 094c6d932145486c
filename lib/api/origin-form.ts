import type { IncomingMessage } from "node:http";

/** Host, and what follows it. A user's name and password have no place in a request (RFC 9110, 4.2.4). */
const absolute = /^https?:\/\/([^/?#@\\\s]+)(\/[^\s]*|\?[^\s]*)?$/i;

/**
 * Makes of a request in absolute form (RFC 9112, 3.2.2), as it is sent to proxies, the one in origin form
 * that it stands for. Its target says the host, whatever `Host` says. Routes are found by path alone, and
 * Next would answer with a redirect to the host that was named. What is in neither form stays as it is.
 */
export function toOriginForm(request: IncomingMessage): void {
  const target = absolute.exec(request.url ?? "");
  if (!target) return;
  const [, host = "", rest = ""] = target;
  request.headers.host = host;
  request.url = rest.startsWith("/") ? rest : `/${rest}`;
}
