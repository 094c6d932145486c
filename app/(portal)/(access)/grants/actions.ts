"use server";

import { createGrant, revokeGrant } from "#lib/access/grants/service";
import { change, rehearse } from "../../../change.ts";

export async function createGrantAction(input: unknown) {
  return await change(createGrant, input);
}

export async function rehearseCreateAction(input: unknown) {
  return await rehearse(createGrant, input);
}

export async function revokeGrantAction(input: unknown) {
  return await change(revokeGrant, input);
}

export async function rehearseRevokeAction(input: unknown) {
  return await rehearse(revokeGrant, input);
}
