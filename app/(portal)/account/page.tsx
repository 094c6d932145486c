import type { Metadata } from "next";
import { type ReactNode, Suspense } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type PermissionId, permissions } from "#lib/authz/catalogue/permissions";
import type { Actor } from "#lib/authz/guard/actor";
import { listOwnQuestions } from "#lib/governance/reviews/queries";
import { listOwnSessions } from "#lib/identity/sessions/queries";
import { currentTenant, requireActor } from "../../actor.tsx";
import { OwnQuestions } from "../(governance)/reviews/questions/own-questions.tsx";
import { Arrive } from "./arrive.tsx";
import { OwnRoles } from "./own-roles.tsx";
import { OwnSessions } from "./own-sessions.tsx";
import { PasswordForm } from "./password-form.tsx";
import { PreferencesForm } from "./preferences-form.tsx";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const [actor, tenant] = await Promise.all([requireActor(), currentTenant()]);
  const questions = await listOwnQuestions(actor);
  return (
    <div className="max-w-3xl">
      <PageHeader
        title="Your account"
        description="Who you are here, how you like it, what you may do, and where you are logged in."
      />
      <Section title="Profile">
        <dl className="divide-y rounded-lg border">
          <Fact label="Name">{actor.name}</Fact>
          <Fact label="E-mail address">{actor.email}</Fact>
          <Fact label="Organisation">{tenant.name}</Fact>
        </dl>
      </Section>
      {questions.length > 0 ? (
        <Section
          title="Questions about your access"
          hint="Somebody reviews who needs what. Without a decision it is revoked at the deadline."
          id="questions"
        >
          <OwnQuestions questions={questions} ownId={actor.id} />
          <Arrive at="questions" />
        </Section>
      ) : null}
      <Section title="Preferences" hint="They follow you to every device.">
        <PreferencesForm />
      </Section>
      <Section title="Roles" id="roles">
        <OwnRoles actor={actor} />
        <Arrive at="roles" />
      </Section>
      <Section title="Permissions">
        <Permissions held={actor.permissions} />
      </Section>
      <Section title="Password" hint="A new one ends your sessions on other devices." id="password">
        <PasswordForm email={actor.email ?? ""} />
      </Section>
      <Section title="Your sessions" hint="End the ones that you do not recognise.">
        <Suspense fallback={<SessionsSkeleton />}>
          <Sessions actor={actor} />
        </Suspense>
      </Section>
    </div>
  );
}

type SectionProps = {
  title: string;
  hint?: string;
  /** For links that lead here. */
  id?: string;
  children: ReactNode;
};

function Section({ title, hint, id, children }: SectionProps) {
  return (
    <section id={id} className="mt-7 scroll-mt-16">
      <h2 className="font-semibold text-base">{title}</h2>
      {hint ? <p className="text-ink-muted text-sm">{hint}</p> : null}
      <div className="mt-2">{children}</div>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 px-3 py-2 text-sm sm:grid-cols-[10rem_1fr]">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function Permissions({ held }: { held: ReadonlySet<PermissionId> }) {
  const byCategory = Object.groupBy(held, (id) => permissions[id].category);
  const categories = Object.entries(byCategory);
  if (categories.length === 0) {
    return (
      <Nothing>The roles that you use hold no permissions: you see only this page for now.</Nothing>
    );
  }
  return (
    <div className="divide-y rounded-lg border">
      {categories.map(([category, ids = []]) => (
        <Disclosure
          key={category}
          className="px-3 py-2 text-sm"
          summary={
            <>
              {category} <span className="text-ink-muted">{ids.length}</span>
            </>
          }
        >
          <ul className="flex flex-col gap-2 py-1 pl-3">
            {ids.map((id) => (
              <li key={id}>
                <div>{permissions[id].name}</div>
                <div className="text-ink-muted">{permissions[id].sentence}</div>
              </li>
            ))}
          </ul>
        </Disclosure>
      ))}
    </div>
  );
}

function Nothing({ children }: { children: string }) {
  return <p className="rounded-lg border px-3 py-3 text-ink-muted text-sm">{children}</p>;
}

async function Sessions({ actor }: { actor: Actor }) {
  const rows = await listOwnSessions(actor);
  return <OwnSessions rows={rows} currentId={actor.sessionId} />;
}

function SessionsSkeleton() {
  return (
    <div className="divide-y rounded-lg border" role="status" aria-label="Loading your sessions">
      {["first", "second"].map((row) => (
        <div key={row} className="flex h-14 flex-col justify-center gap-1.5 px-3">
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="h-3 w-64 max-w-full" />
        </div>
      ))}
    </div>
  );
}
