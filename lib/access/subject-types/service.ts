import { defineAction } from "../../action/define-action.ts";
import { PERSON_TYPE } from "../../authz/catalogue/subject-types.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import type { TenantTx } from "../../platform/db.ts";
import { deleteSubjectTypeInput, MAX_SUBJECT_TYPES, subjectTypeInput } from "./schema.ts";

/**
 * Says that subjects of a type are people, and by what searches name them. It gives nobody anything: who
 * may do what stays, and questions that call people so are answered.
 */
export const putSubjectType = defineAction({
  permission: "resource_type.update",
  input: subjectTypeInput,
  run: async (tx, { type, idFormat, reason }, actor) => {
    const { tenantId } = actor;
    await claimAccess(tx, actor, "resource_type.update");
    const where = { tenantId_type: { tenantId, type } };
    const before = await tx.subjectType.findUnique({ where, select: { idFormat: true } });
    await tx.subjectType.upsert({
      where,
      create: { tenantId, type, idFormat },
      update: { idFormat },
    });
    await requireRoom(tx, tenantId);
    return {
      data: { type },
      events: [
        {
          action: "subject_type.updated",
          target: { type: "subject_type", id: type },
          ...because(reason),
          details: { before, after: { idFormat } },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

async function requireRoom(tx: TenantTx, tenantId: string): Promise<void> {
  const count = await tx.subjectType.count({ where: { tenantId } });
  if (count <= MAX_SUBJECT_TYPES) return;
  const message = `There can be at most ${MAX_SUBJECT_TYPES} types of subjects.`;
  throw new GatehouseError("invalid_input", message, { type: [message] });
}

/** Subjects of the type are nobody again: whatever is asked about them is denied. `user` becomes as it was. */
export const deleteSubjectType = defineAction({
  permission: "resource_type.update",
  input: deleteSubjectTypeInput,
  run: async (tx, { type, reason }, actor) => {
    const { tenantId } = actor;
    await claimAccess(tx, actor, "resource_type.update");
    const where = { tenantId_type: { tenantId, type } };
    const before = await tx.subjectType.findUnique({ where, select: { idFormat: true } });
    if (!before) {
      const message =
        type === PERSON_TYPE
          ? "Every tenant has the type user, and nothing of its own is said of it here."
          : "There is no such type of subjects.";
      throw new GatehouseError("not_found", message);
    }
    await tx.subjectType.delete({ where });
    return {
      data: { type },
      events: [
        {
          action: "subject_type.deleted",
          target: { type: "subject_type", id: type },
          ...because(reason),
          details: { before, after: null },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});
