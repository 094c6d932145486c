import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { CannotStart } from "../platform/cannot-start.ts";
import { listen } from "./listen.ts";

it("says in one line that somebody else has the port", async () => {
  const first = createServer();
  await listen(first, 0, "127.0.0.1");
  const { port } = first.address() as AddressInfo;
  const attempt = listen(createServer(), port, "127.0.0.1");
  await expect(attempt).rejects.toBeInstanceOf(CannotStart);
  await expect(attempt).rejects.toThrow(
    `Cannot listen on 127.0.0.1 port ${port}: another program listens there already.`,
  );
  first.close();
});

it("says in one line that the machine has no such address", async () => {
  await expect(listen(createServer(), 0, "192.0.2.1")).rejects.toThrow(
    "Cannot listen on 192.0.2.1 port 0: this machine has no such address.",
  );
});
