import type {
  ActionSearch,
  Decision,
  Decisions,
  EvaluationRequest,
  EvaluationsRequest,
  Found,
  ResourceSearch,
  SubjectSearch,
} from "../../access/decisions/schema.ts";

const subject = { type: "user", id: "ada@example.com" };
const action = { name: "close" };
const first = { type: "todo", id: "t-1", properties: { ownerID: "ada@example.com" } };
const second = { type: "todo", id: "t-2", properties: { ownerID: "bob@example.com" } };

export const exampleEvaluation: EvaluationRequest = { subject, action, resource: first };

export const exampleDecision: Decision = { decision: true };

export const exampleEvaluations: EvaluationsRequest = {
  subject,
  action,
  evaluations: [{ resource: first }, { resource: second }],
  options: { evaluations_semantic: "execute_all" },
};

export const exampleDecisions: Decisions = {
  evaluations: [
    { decision: true },
    {
      decision: false,
      context: {
        code: "permission",
        reason_admin: { en: "Lacks the permission todo.close." },
      },
    },
  ],
};

export const exampleSubjectSearch: SubjectSearch = {
  subject: { type: "user" },
  action,
  resource: first,
  page: { limit: 50 },
};

export const exampleSubjects: Found<{ type: "user"; id: string }> = {
  results: [{ type: "user", id: "0192f3a1-7c2e-7d41-9a55-3f0c8f6b2d10" }],
  page: { next_token: "", count: 1 },
};

export const exampleResourceSearch: ResourceSearch = {
  subject,
  action: { name: "read" },
  resource: { type: "document" },
};

export const exampleResources: Found<{ type: string; id: string }> = {
  results: [
    { type: "document", id: "d-17" },
    { type: "document", id: "d-18" },
  ],
  page: { next_token: "", count: 2 },
};

export const exampleActionSearch: ActionSearch = { subject, resource: first };

export const exampleActions: Found<{ name: string }> = {
  results: [{ name: "close" }, { name: "read" }],
  page: { next_token: "", count: 2 },
};
