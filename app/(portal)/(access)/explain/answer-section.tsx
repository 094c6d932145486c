import { Check, X } from "lucide-react";
import Link from "next/link";
import { permissionDeed } from "#components/access/permission-words.ts";
import { ReasonChain, type Sees } from "#components/access/reason-chain.tsx";
import { type Reason, readableReasons } from "#components/access/reasons.ts";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import { explainAccess, explainOwnAccess } from "#lib/access/explain/queries";
import type { Answer, Question } from "#lib/access/explain/schema";
import { isActionOf } from "#lib/authz/catalogue/concerning";
import type { Actor } from "#lib/authz/guard/actor";
import { requirePermission } from "#lib/authz/guard/grant";
import { NotInUse } from "./not-in-use.tsx";
import { Part } from "./part.tsx";
import { Remedies } from "./remedies.tsx";
import { ResourceFacts } from "./resource-facts.tsx";
import { whyNot } from "./why-not.ts";

type AnswerSectionProps = { actor: Actor; question: Question; canAsk: boolean };

/** Yes or no, and why. */
export async function AnswerSection({ actor, question, canAsk }: AnswerSectionProps) {
  const answer = await ask(actor, question, canAsk);
  const { permissions: held } = actor;
  const sees = { roles: held.has("role.read"), groups: held.has("group.read") };
  const isSelf = answer.person.id === actor.id;
  const isPast = question.at !== undefined;
  const shared = { permission: question.permission, sees };
  const why = whyNot(answer, { isSelf, isPast });
  return (
    <section aria-labelledby="answer-heading" data-answer={answer.allowed ? "yes" : "no"}>
      <Headline {...{ answer, isSelf, isPast }} permission={question.permission} />
      {why ? <p className="mb-4 text-sm">{why}</p> : null}
      {answer.target && !isActionOf(question.permission, answer.target.type) ? (
        <p className="mb-4 text-sm">
          Products that ask the decision API are answered no: <code>{question.permission}</code> is
          not an action of the type {answer.target.type}.
        </p>
      ) : null}
      <Reasons title="Denied by" reasons={answer.denies} {...shared} />
      <Reasons
        title={answer.allowed ? "Because" : "Without the denial it would come from"}
        reasons={answer.allows}
        {...shared}
      />
      <Reasons
        title="Only on what they own"
        reasons={answer.denies.length === 0 ? answer.ownAllows : []}
        {...shared}
      />
      {answer.allowed ? null : (
        <NotInUse
          dormant={answer.dormant}
          isSelf={isSelf}
          isPast={isPast}
          seesRules={held.has("sod.read")}
          {...shared}
        />
      )}
      {answer.target ? <ResourceFacts target={answer.target} /> : null}
      {isPast ? null : <Remedies answer={answer} isSelf={isSelf} seesRoles={sees.roles} />}
      {canAsk ? (
        <p className="mt-6 text-sm">
          <Link
            href={`/users/${answer.person.id}${isPast ? `?at=${encodeURIComponent(answer.at)}` : ""}`}
            className="rounded text-accent-text underline underline-offset-2"
          >
            Everything {isSelf ? "you" : answer.person.name} {isPast ? "could" : "may"} do
          </Link>
        </p>
      ) : null}
    </section>
  );
}

/** About oneself it counts what the session has chosen; of others nobody knows a session. */
async function ask(actor: Actor, question: Question, canAsk: boolean): Promise<Answer> {
  if (!canAsk || question.userId === actor.id) return explainOwnAccess(actor, question);
  return explainAccess(await requirePermission(actor, "access.explain"), question);
}

type HeadlineProps = { answer: Answer; permission: string; isSelf: boolean; isPast: boolean };

function Headline({ answer, permission, isSelf, isPast }: HeadlineProps) {
  const { allowed, person, target } = answer;
  const verb = `${isPast ? "could" : "may"}${allowed ? "" : " not"}`;
  return (
    <div className="mb-4 flex items-start gap-2.5">
      <span
        aria-hidden
        className={
          allowed
            ? "mt-0.5 rounded-full border border-success-line bg-success-soft p-1 text-success [&_svg]:size-4"
            : "mt-0.5 rounded-full border border-danger-line bg-danger-soft p-1 text-danger [&_svg]:size-4"
        }
      >
        {allowed ? <Check /> : <X />}
      </span>
      <div className="min-w-0">
        <h2 id="answer-heading" className="wrap-anywhere font-semibold text-lg">
          {allowed ? "Yes" : "No"}, {isSelf ? "you" : person.name} {verb}{" "}
          {permissionDeed(permission)}
          {target ? ` on ${target.type} ${target.id}` : ""}.
        </h2>
        <p className="text-ink-muted text-sm">
          {isPast ? (
            <>
              This is the past: as it was on <AbsoluteTime value={answer.at} />.
            </>
          ) : (
            "As of now."
          )}{" "}
          <code className="font-mono text-xs">{permission}</code>
        </p>
      </div>
    </div>
  );
}

type ReasonsProps = {
  title: string;
  reasons: readonly Reason[];
  permission: string;
  sees: Sees;
};

function Reasons({ title, reasons, permission, sees }: ReasonsProps) {
  const shown = readableReasons(reasons, permission);
  if (shown.length === 0) return null;
  return (
    <Part title={title}>
      <ul className="divide-y rounded-lg border">
        {shown.map((reason) => (
          <li key={JSON.stringify(reason)} className="px-3 py-2">
            <ReasonChain {...{ reason, permission, sees }} />
          </li>
        ))}
      </ul>
    </Part>
  );
}
