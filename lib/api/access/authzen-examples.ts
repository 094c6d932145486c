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
  subject: { type: "user", properties: { id_format: "email" } },
  action,
  resource: first,
  page: { limit: 50 },
};

export const exampleSubjects: Found<{ type: string; id: string }> = {
  page: { next_token: "", count: 1 },
  results: [{ type: "user", id: "ada@example.com" }],
};

export const exampleResourceSearch: ResourceSearch = {
  subject,
  action: { name: "read" },
  resource: { type: "document" },
};

export const exampleResources: Found<{ type: string; id: string }> = {
  page: { next_token: "", count: 2 },
  results: [
    { type: "document", id: "d-17" },
    { type: "document", id: "d-18" },
  ],
};

export const exampleActionSearch: ActionSearch = { subject, resource: first };

export const exampleActions: Found<{ name: string }> = {
  page: { next_token: "", count: 2 },
  results: [{ name: "close" }, { name: "read" }],
};
