import { problem } from "./problem.ts";

/** Either credential will do. */
export const secured: Record<string, string[]>[] = [{ apiKey: [] }, { session: [] }];

const descriptions = {
  400: "The request could not be read.",
  401: "No valid API key or session.",
  403: "The permission is missing.",
  404: "There is no such thing in this tenant.",
  409: "It cannot be done as things are.",
  413: "Too many events, or too many bytes.",
  415: "A media type or encoding that is not supported.",
  422: "The request was read, and something in it is wrong.",
  503: "The server is busy, it takes too long, or the database does not answer: ask again after `Retry-After` seconds.",
} as const;

/** The answers with problem details that a route can give. */
export function problemAnswers(...statuses: (keyof typeof descriptions)[]) {
  const content = { "application/problem+json": { schema: problem } };
  return Object.fromEntries(
    statuses.map((status) => [status, { description: descriptions[status], content }]),
  );
}
