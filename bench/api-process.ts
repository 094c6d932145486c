// What testing/api-process.ts serves, and beside it the least that a Hono route can do, on the
// same port: the baseline of bench/api.ts.
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { serveUntilStopped } from "#testing/serve-until-stopped";

const bare = new Hono().get("/hello", (c) => c.text("hello"));
serveUntilStopped(getRequestListener(bare.fetch, { overrideGlobalObjects: false }));
