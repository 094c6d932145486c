import type { Metadata } from "next";
import { Suspense } from "react";
import { HelpNote } from "#components/ui/help-note.tsx";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { ExplainFrame } from "../explain-frame.tsx";
import { loadChoices } from "../options.ts";
import type { SearchParams } from "../question.ts";
import { PeopleSkeleton } from "./people-skeleton.tsx";
import { parseWhoCould } from "./question.ts";
import { WhoCouldAnswer } from "./who-could-answer.tsx";
import { WhoCouldForm } from "./who-could-form.tsx";

export const metadata: Metadata = { title: "Who could" };

type WhoCouldPageProps = { searchParams: Promise<SearchParams> };

export default permittedPage("access.trace", async (grant, { searchParams }: WhoCouldPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  const { asked, question, cursor, errors } = parseWhoCould(params, Date.now());
  const choices = await loadChoices(actor);
  if (question && !choices.isKnown(question.permission)) {
    errors.permission = [`There is no permission ${question.permission}. Choose one.`];
  }
  const isAnswerable = question !== null && Object.keys(errors).length === 0;
  const { permission, type, id } = asked;
  // Another question is another form; without an end the same one is asked about a later now.
  const key = JSON.stringify([params, errors]);
  return (
    <ExplainFrame held={actor.permissions} current="who" subject={{ permission, type, id }}>
      <WhoCouldHelp />
      <WhoCouldForm
        key={key}
        asked={asked}
        errors={errors}
        permissions={choices.groups}
        types={choices.types}
      />
      {isAnswerable ? (
        <Suspense key={`answer ${key}`} fallback={<PeopleSkeleton />}>
          <WhoCouldAnswer
            grant={grant}
            actor={actor}
            asked={asked}
            question={question}
            cursor={cursor}
          />
        </Suspense>
      ) : null}
    </ExplainFrame>
  );
});

function WhoCouldHelp() {
  return (
    <HelpNote title="How the answer is found">
      <p>
        Everybody is listed who could do it at any moment between the two dates, also those who
        cannot any more. Each time is shown with every role or grant that allowed it, who gave it
        and why.
      </p>
      <p>
        Name a resource, such as a document, to count what was given on it or on whatever it lay
        under then, and its owner. Leave it empty to find those who could everywhere.
      </p>
      <p>
        What people really did is in the audit log. Built-in roles are taken as they are today, and
        people are called as they are called now.
      </p>
    </HelpNote>
  );
}
