"use server";

import { revalidatePath } from "next/cache";
import { createGrant, revokeGrant } from "#lib/grants/service";
import { runAction } from "../../actor.tsx";
import { rehearse } from "../../rehearsal.ts";

export async function createGrantAction(input: unknown) {
  const result = await runAction(createGrant, input);
  if (result.ok) revalidatePath("/grants");
  return result;
}

export async function rehearseCreateAction(input: unknown) {
  return await rehearse(createGrant, input);
}

export async function revokeGrantAction(input: unknown) {
  const result = await runAction(revokeGrant, input);
  if (result.ok) revalidatePath("/grants");
  return result;
}

export async function rehearseRevokeAction(input: unknown) {
  return await rehearse(revokeGrant, input);
}
