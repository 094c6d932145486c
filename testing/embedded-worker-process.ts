// A process that has an embedded worker, as server.ts has, and nothing else.
import { startEmbeddedWorker } from "../lib/worker/embedded-worker.ts";
import { inProject } from "../local/project.ts";

const stop = startEmbeddedWorker(inProject("worker.ts"));
process.send?.("listening");
process.once("SIGTERM", async () => {
  await stop();
  process.exit(0);
});
