import { z } from "zod";
import { windowFields } from "../../core/window.ts";

/** Roles that exclude each other; times are ISO 8601. */
export type SodRuleRow = {
  id: string;
  name: string;
  description: string;
  kind: SodKind;
  /** How many of the roles are too many together. */
  limit: number;
  roles: Named[];
  /**
   * Static: whoever breaks it now or will, without an exception. Dynamic: whoever has to choose in
   * each session. By name.
   */
  people: Conflict[];
  updatedAt: string;
};

export type SodExceptionRow = {
  id: string;
  rule: Named;
  person: Named;
  reason: string;
  state: "asked" | "approved" | "refused" | "ended";
  endsAt: string;
  askedBy: Named;
  askedAt: string;
  decidedBy: Named | null;
  decidedAt: string | null;
};

type Named = { id: string; name: string };

/** Somebody with roles that a rule keeps apart, and which those are. */
export type Conflict = {
  id: string;
  name: string;
  roles: string[];
  /** When it begins; null for what is so already. */
  from: string | null;
};

/** Static: nobody may have them together. Dynamic: nobody may use them in one session. */
export type SodKind = (typeof sodKinds)[number];
export const sodKinds = ["static", "dynamic"] as const;

const { reason } = windowFields;
const rule = {
  name: z
    .string()
    .trim()
    .normalize("NFC")
    .min(1, "Give it a name.")
    .max(60, "Use at most 60 characters."),
  description: z.string().trim().max(300, "Use at most 300 characters.").default(""),
  kind: z.enum(sodKinds),
  limit: z.int().min(2, "At least two together are too many.").max(20).default(2),
  roles: z
    .array(z.string().min(1).max(64))
    .min(2, "Choose at least two roles.")
    .max(20, "Choose at most 20 roles.")
    .refine((ids) => new Set(ids).size === ids.length, "Name each role once."),
  reason,
};
const isWithin = ({ limit, roles }: { limit: number; roles: readonly string[] }) =>
  limit <= roles.length;
const tooFewRoles = { message: "That is more than there are roles.", path: ["limit"] };

export const createSodRuleInput = z.strictObject(rule).refine(isWithin, tooFewRoles);
export const updateSodRuleInput = z
  .strictObject({
    ...rule,
    ruleId: z.uuid(),
    /** `updatedAt` of the rule that was edited: somebody else's change in between is a conflict. */
    basedOn: z.iso.datetime(),
  })
  .refine(isWithin, tooFewRoles);
export const deleteSodRuleInput = z.strictObject({ ruleId: z.uuid(), reason });

/** No exception is for longer: it is asked for again, and looked at again. */
export const MAX_EXCEPTION_DAYS = 366;
const DAY_MS = 86_400_000;

export const askExceptionInput = z.strictObject({
  ruleId: z.uuid(),
  userId: z.uuid("Choose a person."),
  endsAt: z.iso
    .datetime({ offset: true })
    .refine((text) => Date.parse(text) > Date.now(), "It must end in the future.")
    .refine(
      (text) => Date.parse(text) <= Date.now() + MAX_EXCEPTION_DAYS * DAY_MS,
      "It must end within a year.",
    ),
  reason: reason.unwrap().min(1, "Say why."),
});
export const decideExceptionInput = z.strictObject({ exceptionId: z.uuid(), reason });

export type CreateSodRuleInput = z.input<typeof createSodRuleInput>;
