import type { Metadata } from "next";
import { Suspense } from "react";
import { HelpNote } from "#components/ui/help-note.tsx";
import type { Actor } from "#lib/authz/guard/actor";
import { requirePermission } from "#lib/authz/guard/grant";
import { GatehouseError } from "#lib/core/errors";
import { getUser } from "#lib/identity/users/queries";
import { isUuid } from "#lib/platform/db";
import { requireActor } from "../../../actor.tsx";
import type { FoundPerson } from "../../(identity)/person-picker/actions.ts";
import { AnswerSection } from "./answer-section.tsx";
import { ExplainForm } from "./explain-form.tsx";
import { ExplainFrame } from "./explain-frame.tsx";
import { loadChoices } from "./options.ts";
import { type Asked, parseQuestion, type SearchParams } from "./question.ts";
import { AnswerSkeleton } from "./skeletons.tsx";

export const metadata: Metadata = { title: "Explain access" };

type ExplainPageProps = { searchParams: Promise<SearchParams> };

/** Needs no permission: everybody may ask about themselves. */
export default async function ExplainPage({ searchParams }: ExplainPageProps) {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  const canAsk = actor.permissions.has("access.explain");
  const own = canAsk ? params : { ...params, user: undefined };
  const { asked, question, errors } = parseQuestion(own, actor.id, Date.now());
  const [choices, person] = await Promise.all([loadChoices(actor), findPerson(actor, asked.user)]);
  if (person === null) errors.user = ["There is no such person. Choose somebody."];
  if (question && !choices.isKnown(question.permission)) {
    errors.permission = [`There is no permission ${question.permission}. Choose one.`];
  }
  const isAnswerable = question !== null && Object.keys(errors).length === 0;
  // Another question is another form: what was typed into the last one does not belong to it.
  const key = JSON.stringify(asked);
  return (
    <ExplainFrame held={actor.permissions} current="person" subject={subjectOf(asked)}>
      <ExplainHelp />
      <ExplainForm
        key={key}
        asked={asked}
        errors={errors}
        person={person ?? selfOf(actor)}
        canChoosePerson={canAsk}
        permissions={choices.groups}
        types={choices.types}
      />
      {isAnswerable ? (
        <Suspense key={`answer ${key}`} fallback={<AnswerSkeleton />}>
          <AnswerSection actor={actor} question={question} canAsk={canAsk} />
        </Suspense>
      ) : null}
    </ExplainFrame>
  );
}

function subjectOf({ permission, type, id }: Asked) {
  return { permission, type, id };
}

function selfOf({ id, name, email }: Actor): FoundPerson {
  return { id, name, email: email ?? "" };
}

/** Whom the URL names; oneself when it names nobody, null when there is no such person. */
async function findPerson(actor: Actor, userId: string | null): Promise<FoundPerson | null> {
  if (userId === null || userId === actor.id) return selfOf(actor);
  if (!isUuid(userId)) return null;
  try {
    const { id, name, email } = await getUser(await requirePermission(actor, "user.read"), userId);
    return { id, name, email };
  } catch (error) {
    if (error instanceof GatehouseError && error.code === "not_found") return null;
    throw error;
  }
}

function ExplainHelp() {
  return (
    <HelpNote title="How the answer is found">
      <p>
        Everything that a person’s roles and groups say is put together. One denial is enough for a
        no. Without one, a single role or grant that allows it is enough for a yes.
      </p>
      <p>
        Name a resource, such as a document, to count what was given on it or on something above it,
        and what holds only for its owner. Leave it empty to ask about everything of that kind.
      </p>
      <p>“As of” answers with the roles, groups and grants of that moment.</p>
    </HelpNote>
  );
}
