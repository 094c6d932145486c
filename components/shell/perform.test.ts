import { expect, it } from "vitest";
import { Busy, busyMessages } from "#lib/core/errors";
import { attempt } from "./perform.ts";

const failing = (error: Error) => attempt<null>(() => Promise.reject(error));

it("an action that a busy server did not begin is refused with that reason", async () => {
  const busy = { code: "busy", message: busyMessages.session };
  expect(await failing(new Error(busyMessages.session))).toMatchObject({ ok: false, error: busy });
  // An error of the server arrives with its digest alone.
  const { digest } = new Busy("server");
  const withDigest = Object.assign(new Error("omitted in production builds"), { digest });
  expect(await failing(withDigest)).toMatchObject({
    ok: false,
    error: { code: "busy", message: busyMessages.server },
  });
  expect(await failing(new Error("Failed to fetch"))).toMatchObject({
    ok: false,
    error: { code: "internal" },
  });
});
