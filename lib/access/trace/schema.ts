import { z } from "zod";
import type { Reason } from "../../authz/engine/explain.ts";

/** Who could do this, on this resource or everywhere in the tenant, at any moment of a span? */
export const traceQuestion = z
  .object({
    permission: z.string().min(1).max(128),
    resourceType: z.string().min(1).max(64).optional(),
    resourceId: z.string().min(1).max(256).optional(),
    from: z.iso.datetime({ offset: true }),
    /** What is still to come is left out: nobody knows it. */
    to: z.iso.datetime({ offset: true }),
  })
  .refine(({ resourceType, resourceId }) => (resourceType === undefined) === !resourceId, {
    message: "Name a resource by its type and its id.",
    path: ["resourceId"],
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    message: "The end must be after the beginning.",
    path: ["to"],
  });
export type TraceQuestion = z.infer<typeof traceQuestion>;

type Named = { id: string; name: string };

/** How something came to be so. Times are ISO 8601. */
export type Given = {
  at: string;
  /** What was said when it was given; may be empty. */
  reason: string;
  /** Who did it, and the event that says so, where the audit log has it. */
  by: { id: string | null; name: string } | null;
  eventId: string | null;
};

/** One way on which somebody could, as long as it stayed the same. */
export type Way = {
  from: string;
  to: string;
  reason: Reason;
  /** The rule that kept the role out of use until a session chose it. */
  rule: Named | null;
  /** The role or the grant itself, to the person or to the group. */
  given: Given;
  /** How the person came into the group. */
  joined: Given | null;
};

/** A time in which somebody could without a break. */
export type Stretch = {
  from: string;
  to: string;
  /** False when they could already before the span. */
  began: boolean;
  /** False when they still could at its end. */
  ended: boolean;
  ways: Way[];
};

export type TracedPerson = Named & { email: string; status: string; stretches: Stretch[] };

/** Some of those who could, by name. */
export type TracePage = {
  rows: TracedPerson[];
  total: number;
  nextCursor: string | null;
  previousCursor: string | null;
  /** The span that was looked at. */
  from: string;
  to: string;
};
