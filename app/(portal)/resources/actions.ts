"use server";

import { revalidatePath } from "next/cache";
import type { z } from "zod";
import type { Action } from "#lib/action/define-action";
import {
  deleteResource,
  deleteResourceType,
  putResource,
  putResourceType,
} from "#lib/resources/service";
import { runAction } from "../../actor.tsx";
import { rehearse } from "../../rehearsal.ts";

export async function putResourceAction(input: unknown) {
  return await changing(putResource, input);
}

export async function rehearsePutResourceAction(input: unknown) {
  return await rehearse(putResource, input);
}

export async function deleteResourceAction(input: unknown) {
  return await changing(deleteResource, input);
}

export async function rehearseDeleteResourceAction(input: unknown) {
  return await rehearse(deleteResource, input);
}

export async function putTypeAction(input: unknown) {
  return await changing(putResourceType, input);
}

export async function rehearsePutTypeAction(input: unknown) {
  return await rehearse(putResourceType, input);
}

export async function deleteTypeAction(input: unknown) {
  return await changing(deleteResourceType, input);
}

export async function rehearseDeleteTypeAction(input: unknown) {
  return await rehearse(deleteResourceType, input);
}

async function changing<Schema extends z.ZodType, Data>(
  action: Action<Schema, Data>,
  input: unknown,
) {
  const result = await runAction(action, input);
  if (result.ok) revalidatePath("/resources", "layout");
  return result;
}
