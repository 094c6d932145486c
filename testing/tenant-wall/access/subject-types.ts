import { expect } from "vitest";
import { listSubjectTypes } from "../../../lib/access/subject-types/queries.ts";
import { deleteSubjectType, putSubjectType } from "../../../lib/access/subject-types/service.ts";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { a, b, notFound, type Probes } from "../wall.ts";

const typesOf = async (actor: Actor) =>
  listSubjectTypes(await requirePermission(actor, "resource_type.read"));

export const subjectTypes: Probes = {
  "access/subject-types/queries.listSubjectTypes": async () => {
    await putSubjectType(b, { type: "of_b" });
    expect((await typesOf(b)).map(({ type }) => type)).toContain("of_b");
    expect((await typesOf(a)).map(({ type }) => type)).not.toContain("of_b");
  },
  "access/subject-types/service.putSubjectType": async () => {
    await putSubjectType(b, { type: "shared", idFormat: "email" });
    await putSubjectType(a, { type: "shared", idFormat: "user_id" });
    const ofB = (await typesOf(b)).find(({ type }) => type === "shared");
    expect(ofB).toMatchObject({ idFormat: "email" });
  },
  "access/subject-types/service.deleteSubjectType": async () => {
    await putSubjectType(b, { type: "only_b" });
    expect(await deleteSubjectType(a, { type: "only_b" })).toMatchObject(notFound);
  },
};
