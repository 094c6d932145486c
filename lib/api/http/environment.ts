import type { HttpBindings } from "@hono/node-server";
import type { Actor, RequestContext } from "../../authz/guard/actor.ts";

/** What handlers find in their context. `actor` is there on routes behind `authenticate`. */
export type ApiEnv = {
  Bindings: HttpBindings;
  Variables: { request: RequestContext; actor: Actor };
};
