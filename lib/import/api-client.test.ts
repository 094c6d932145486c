import { createServer as createPlain } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { selfSigned } from "../../testing/self-signed.ts";
import { SendingStopped, sendBatch } from "./api-client.ts";

it("stops at once at a certificate that is not believed, and says what to do", async () => {
  const server = createServer(selfSigned, (_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const retries: string[] = [];
  const sending = sendBatch(
    { url, key: "k", signal: AbortSignal.timeout(20_000), onRetry: (why) => retries.push(why) },
    ["{}"],
  );
  await expect(sending).rejects.toBeInstanceOf(SendingStopped);
  await expect(sending).rejects.toThrow(/certificate that is not believed.*NODE_EXTRA_CA_CERTS/);
  expect(retries).toEqual([]);
  server.close();
});

it("stops at once where nobody speaks TLS", async () => {
  const server = createPlain((_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sending = sendBatch({ url, key: "k", signal: AbortSignal.timeout(20_000) }, ["{}"]);
  await expect(sending).rejects.toThrow(/does not speak TLS/);
  server.close();
});
