// Runs the API in a process of its own.
import { serveUntilStopped } from "./serve-until-stopped.ts";

serveUntilStopped(async (_request, response) => {
  response.writeHead(404).end();
});
