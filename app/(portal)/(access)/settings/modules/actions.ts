"use server";

import { switchModule } from "#lib/access/modules/service";
import { runAction } from "../../../../actor.tsx";
import { rehearse } from "../../../../change.ts";
import { refreshPages } from "../../../../refresh-pages.ts";

export async function switchModuleAction(input: unknown) {
  const result = await runAction(switchModule, input);
  // A conflict: somebody else switched it, and the page does not show that yet. The menu may change.
  if (result.ok || result.error.code === "conflict") await refreshPages("/", "layout");
  return result;
}

export async function rehearseSwitchAction(input: unknown) {
  return await rehearse(switchModule, input);
}
