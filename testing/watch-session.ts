// A process of its own for lib/identity/login/service.db.test.ts: says when a session is first accepted and
// when it is refused, asking as often as a busy page would.
import { setTimeout as sleep } from "node:timers/promises";
import { actorOfSession } from "../lib/identity/credentials/session.ts";

const token = process.argv[2] ?? "";
const request = { requestId: "watch", ip: null, userAgent: null };
let accepted = false;
for (;;) {
  const actor = await actorOfSession(token, request);
  if (actor && !accepted) process.send?.("accepted");
  if (!actor) break;
  accepted = true;
  await sleep(10);
}
process.send?.("refused");
