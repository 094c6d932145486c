import { z } from "zod";
import { reasonField } from "../../core/reason.ts";
import { composed } from "../../core/unicode.ts";

/** A review of more would be nobody's work, and would not fit one file. */
export const MAX_LINES = 20_000;
/** So many lines are decided with one answer. */
export const MAX_DECIDED = 100;
const MAX_SCOPE = 50;
const MAX_REVIEWERS = 20;
const DAY_MS = 86_400_000;
const MAX_DAYS = 366;

export const scopeKinds = ["roles", "groups", "apps"] as const;
export type ScopeKind = (typeof scopeKinds)[number];

export const lineKinds = ["assignment", "group_role", "membership", "grant"] as const;
export type LineKind = (typeof lineKinds)[number];

export const decisions = ["undecided", "keep", "revoke", "ask"] as const;
export type Decision = (typeof decisions)[number];

export type LineOutcome = "kept" | "revoked" | "gone" | "failed";

/** Where a line stands: what was done with it, else what was decided about it. */
export const lineStates = ["undecided", "asked", "kept", "revoked", "gone", "failed"] as const;
export type LineState = (typeof lineStates)[number];

export const reviewStates = ["running", "closing", "closed"] as const;
export type ReviewState = (typeof reviewStates)[number];

/** What becomes of lines that nobody has decided. */
export type Undecided = "revoke" | "keep";

export type Named = { id: string; name: string };

/**
 * A step on the way from whom a line is about to what the review is about. `gives` is a role that a
 * group gives; the other steps follow from each other.
 */
export type PathStep = Named & { type: "group" | "role" | "gives" | "permission" | "resource" };

/** What a line is about; times are ISO 8601. */
export type LineSubject = {
  kind: LineKind;
  person: Named | null;
  group: Named | null;
  role: Named | null;
  grant: {
    id: string;
    permission: string;
    resourceType: string;
    resourceId: string | null;
  } | null;
  path: PathStep[];
  /** Why it was given. */
  reason: string;
  since: string;
  startsAt: string | null;
  endsAt: string | null;
  /** Of what a group has: how many people were in it. */
  peopleCount: number | null;
  /** When somebody last used what this gives; null is never, as far as is known. */
  lastUsedAt: string | null;
};

export type LineDecision = {
  reviewer: Named;
  decision: Decision;
  comment: string;
  decidedBy: Named | null;
  decidedAt: string | null;
  question: string | null;
  answer: string | null;
  answeredBy: Named | null;
  answeredAt: string | null;
  outcome: LineOutcome | null;
  outcomeReason: string;
  /** Revoked because nobody had decided by the deadline. */
  lapsed: boolean;
};

export type ReviewLine = LineSubject &
  LineDecision & {
    id: string;
    position: number;
    state: LineState;
    /** Whether it is still there, of lines that nothing was done with. */
    isThere: boolean;
    /** Whether it concerns the access of whoever looks: somebody else decides. */
    isOwn: boolean;
  };

export type LinePage = {
  rows: ReviewLine[];
  nextCursor: string | null;
  previousCursor: string | null;
};

export type LineCounts = Record<LineState, number>;

export type ReviewRow = {
  id: string;
  name: string;
  scopeKind: ScopeKind;
  scope: Named[];
  state: ReviewState;
  undecided: Undecided;
  startedBy: Named;
  createdAt: string;
  deadline: string;
  /** Who ended it before its deadline. */
  endedBy: Named | null;
  closedAt: string | null;
  lineCount: number;
  counts: LineCounts;
  /** How many lines wait for whoever looks. */
  ownOpen: number;
};

export type ReviewDetail = ReviewRow & {
  reviewers: (Named & { lineCount: number; openCount: number })[];
  /** How many lines were last used when, as far as is known. */
  uses: Record<UseShown, number>;
  /** The key that signed the evidence; null while there is none. */
  evidenceKey: string | null;
};

/** A question to the person whose access it is, or to who started the review. */
export type OwnQuestion = {
  lineId: string;
  review: Named & { deadline: string };
  line: LineSubject;
  askedBy: Named;
  question: string;
  answer: string | null;
};

/** What a review can be about. */
export type ScopeChoices = Record<ScopeKind, (Named & { detail: string })[]>;

export type ReviewKey = {
  kid: string;
  jwk: { kty: string; crv: string; x: string };
  since: string;
};

const text = (max: number, missing: string) =>
  z
    .string()
    .trim()
    .overwrite(composed)
    .min(1, missing)
    .max(max, `Use at most ${max} characters.`)
    .refine((value) => !value.includes("\0"), "This contains a character that cannot be stored.");

const deadline = z.iso
  .datetime({ offset: true, error: "Choose a deadline." })
  .refine((value) => Date.parse(value) > Date.now(), "It must be in the future.")
  .refine(
    (value) => Date.parse(value) < Date.now() + MAX_DAYS * DAY_MS,
    "It must be within a year.",
  );

const few = <T extends z.ZodType>(each: T, max: number, missing: string) =>
  z
    .array(each)
    .min(1, missing)
    .max(max, `Choose at most ${max}.`)
    .transform((all) => [...new Set(all)]);

export const startReviewInput = z.strictObject({
  name: text(120, "Give the review a name."),
  scopeKind: z.enum(scopeKinds),
  scopeIds: few(z.string().min(1).max(64), MAX_SCOPE, "Choose what it is about."),
  /** In turn, person by person; nobody gets what concerns themselves. */
  reviewerIds: few(z.uuid(), MAX_REVIEWERS, "Choose who reviews it."),
  deadline,
  /** What becomes of lines that nobody has decided by the deadline. */
  undecided: z.enum(["revoke", "keep"]).default("revoke"),
  reason: reasonField,
});

const lineIds = z
  .array(z.uuid())
  .min(1, "Choose at least one line.")
  .max(MAX_DECIDED, `Decide at most ${MAX_DECIDED} lines at once.`)
  .transform((ids) => [...new Set(ids)]);

export const decideLinesInput = z
  .strictObject({
    reviewId: z.uuid(),
    lineIds,
    decision: z.enum(["keep", "revoke", "ask"]),
    /** Of `ask` the question. */
    comment: reasonField,
  })
  .refine(({ decision, comment }) => decision !== "ask" || comment !== "", {
    message: "Say what you want to know.",
    path: ["comment"],
  });

export const reassignLinesInput = z.strictObject({
  reviewId: z.uuid(),
  lineIds,
  reviewerId: z.uuid("Choose who reviews it."),
  reason: reasonField,
});

export const answerQuestionInput = z.strictObject({
  lineId: z.uuid(),
  answer: text(1_000, "Write an answer."),
});

export const endReviewInput = z.strictObject({
  reviewId: z.uuid(),
  undecided: z.enum(["revoke", "keep"]),
  reason: reasonField,
});

export const takeEvidenceInput = z.strictObject({ reviewId: z.uuid() });

const list = <T extends readonly [string, ...string[]]>(values: T) =>
  z.union([z.enum(values).transform((value) => [value]), z.array(z.enum(values))]).optional();

export const usesShown = ["never", "long_ago", "lately"] as const;
export type UseShown = (typeof usesShown)[number];

export const lineFilters = z.object({
  state: list(lineStates),
  use: list(usesShown),
  reviewer: z
    .union([z.uuid().transform((id) => [id]), z.array(z.uuid()).max(MAX_REVIEWERS)])
    .optional(),
});
export type LineFilters = z.output<typeof lineFilters> & {
  /** Part of the name of the person, the group or the role. */
  text?: string | undefined;
};
