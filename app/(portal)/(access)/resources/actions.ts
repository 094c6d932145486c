"use server";

import {
  deleteResource,
  deleteResourceType,
  putResource,
  putResourceType,
} from "#lib/access/resources/service";
import { deleteSubjectType, putSubjectType } from "#lib/access/subject-types/service";
import { change, rehearse } from "../../../change.ts";

export async function putResourceAction(input: unknown) {
  return await change(putResource, input);
}

export async function rehearsePutResourceAction(input: unknown) {
  return await rehearse(putResource, input);
}

export async function deleteResourceAction(input: unknown) {
  return await change(deleteResource, input);
}

export async function rehearseDeleteResourceAction(input: unknown) {
  return await rehearse(deleteResource, input);
}

export async function putTypeAction(input: unknown) {
  return await change(putResourceType, input);
}

export async function rehearsePutTypeAction(input: unknown) {
  return await rehearse(putResourceType, input);
}

export async function deleteTypeAction(input: unknown) {
  return await change(deleteResourceType, input);
}

export async function rehearseDeleteTypeAction(input: unknown) {
  return await rehearse(deleteResourceType, input);
}

export async function putSubjectTypeAction(input: unknown) {
  return await change(putSubjectType, input);
}

export async function deleteSubjectTypeAction(input: unknown) {
  return await change(deleteSubjectType, input);
}
