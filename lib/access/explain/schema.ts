import { z } from "zod";
import type { Explanation, Reason, Remedy } from "../../authz/engine/explain.ts";

/** May this person do this, on this resource, then? */
export const question = z.object({
  userId: z.uuid(),
  permission: z.string().min(1).max(128),
  resourceType: z.string().min(1).max(64).optional(),
  resourceId: z.string().min(1).max(256).optional(),
  /** A moment in the past; now when absent. */
  at: z.iso.datetime({ offset: true }).optional(),
});
export type Question = z.infer<typeof question>;

type Named = { id: string; name: string };

export type Answer = Explanation & {
  person: Named & { email: string; status: string };
  /** The resource, what lies above it, and whether anybody has registered it. */
  target: {
    type: string;
    id: string;
    owner: string | null;
    ancestors: readonly { type: string; id: string }[];
    isRegistered: boolean;
  } | null;
  /** When it is not allowed: what would allow it if the person owned the resource. */
  ownAllows: Reason[];
  /** When nothing denies it and nothing allows it: roles that would, those that bring least first. */
  remedies: Remedy[];
  /** Some of the people who could give the first of them. */
  givers: Named[];
  /** ISO 8601: the moment that the answer is about. */
  at: string;
};

/** One permission that a person has or is denied, and where each comes from. */
export type EffectivePermission = Explanation & {
  permission: string;
  /** It is allowed on what the person owns and nowhere else. */
  ownOnly: boolean;
};

/** Times are ISO 8601. */
type Held = {
  via: { groupId: string; groupName: string } | null;
  startsAt: string | null;
  endsAt: string | null;
};

export type EffectiveAccess = {
  /** The roles that are in force at the moment. */
  roles: (Held & { role: Named })[];
  /** What holds everywhere, or on what the person owns, and what is denied though something allows it. */
  permissions: EffectivePermission[];
  /** What was given or denied on resources. */
  grants: (Held & {
    id: string;
    permission: string;
    effect: "allow" | "deny";
    resourceType: string;
    resourceId: string | null;
  })[];
  at: string;
};
