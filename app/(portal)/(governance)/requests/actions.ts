"use server";

import {
  approveRequest,
  breakGlass,
  createRequest,
  endElevation,
  giveBack,
  refuseRequest,
  updateElevation,
  withdrawRequest,
} from "#lib/governance/requests/service";
import { change, rehearse } from "../../../change.ts";

export async function createRequestAction(input: unknown) {
  return await change(createRequest, input);
}

export async function withdrawRequestAction(input: unknown) {
  return await change(withdrawRequest, input);
}

export async function approveRequestAction(input: unknown) {
  return await change(approveRequest, input);
}

export async function rehearseApproveAction(input: unknown) {
  return await rehearse(approveRequest, input);
}

export async function refuseRequestAction(input: unknown) {
  return await change(refuseRequest, input);
}

export async function endElevationAction(input: unknown) {
  return await change(endElevation, input);
}

export async function rehearseEndAction(input: unknown) {
  return await rehearse(endElevation, input);
}

export async function giveBackAction(input: unknown) {
  return await change(giveBack, input);
}

export async function rehearseGiveBackAction(input: unknown) {
  return await rehearse(giveBack, input);
}

export async function breakGlassAction(input: unknown) {
  return await change(breakGlass, input);
}

export async function updateElevationAction(input: unknown) {
  return await change(updateElevation, input);
}
