import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { checkVersion, isOutdated, setOwnBuild, watchVersion } from "./version.ts";

const fetched = vi.fn();
const answer = (builds: string[]) => Response.json({ builds, newest: builds[0] ?? null });

beforeEach(() => {
  vi.stubGlobal("fetch", fetched);
  setOwnBuild("n");
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

it.each([
  ["its own alone", ["n"], false, false],
  ["a newer one as well", ["n+1", "n"], true, true],
  ["an older one as well", ["n", "n-1"], true, false],
  ["a newer one alone", ["n+1"], true, true],
])("a page knows where it stands while servers serve %s", async (_, builds, isMixed, outdated) => {
  fetched.mockImplementation(async () => answer(builds));
  expect(await checkVersion()).toEqual({ isMixed, isOutdated: outdated });
  expect(isOutdated()).toBe(outdated);
});

it("what nobody can say changes nothing, and whoever shows it hears of what does", async () => {
  const onChange = vi.fn();
  const stop = watchVersion(onChange);
  fetched.mockImplementation(async () => answer(["n+1"]));
  await checkVersion();
  expect(onChange).toHaveBeenCalledTimes(1);
  fetched.mockImplementation(async () => new Response(null, { status: 503 }));
  expect(await checkVersion()).toEqual({ isMixed: true, isOutdated: true });
  fetched.mockRejectedValue(new TypeError("no network"));
  expect(await checkVersion()).toEqual({ isMixed: true, isOutdated: true });
  stop();
});

it("in development there are no versions to ask for", async () => {
  setOwnBuild(null);
  await checkVersion();
  expect(fetched).not.toHaveBeenCalled();
});
