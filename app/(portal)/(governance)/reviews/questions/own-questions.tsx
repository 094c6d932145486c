import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { OwnQuestion } from "#lib/governance/reviews/schema";
import { lineWords, whatWords } from "../words.ts";
import { AnswerQuestion } from "./answer-question.tsx";

type OwnQuestionsProps = { questions: readonly OwnQuestion[]; ownId: string };

/** What reviewers want to know before they decide about one's access. */
export function OwnQuestions({ questions, ownId }: OwnQuestionsProps) {
  return (
    <ul aria-label="Questions about access" className="divide-y rounded-lg border text-sm">
      {questions.map((asked) => (
        <li key={asked.lineId} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3 py-2.5">
          <div className="wrap-anywhere min-w-0 flex-1 basis-72">
            <p className="font-medium">
              {asked.line.person?.id === ownId ? whatWords(asked.line) : lineWords(asked.line)}
            </p>
            <p className="text-pretty">“{asked.question}”</p>
            {asked.answer === null ? null : (
              <p className="text-pretty">
                <span className="text-ink-muted">Your answer:</span> {asked.answer}
              </p>
            )}
            <p className="text-ink-muted">
              {asked.askedBy.name} asks in {asked.review.name}, which ends{" "}
              <RelativeTime value={asked.review.deadline} />
            </p>
          </div>
          <AnswerQuestion asked={asked} />
        </li>
      ))}
    </ul>
  );
}
