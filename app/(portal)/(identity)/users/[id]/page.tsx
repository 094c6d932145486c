import type { Metadata } from "next";
import { Suspense } from "react";
import { AsOfControl } from "#components/access/as-of-control.tsx";
import { parseMoment } from "#components/access/moment.ts";
import { PastNotice } from "#components/access/past-notice.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { HelpNote } from "#components/ui/help-note.tsx";
import { getEffectiveAccess } from "#lib/access/explain/queries";
import { requirePermission } from "#lib/authz/guard/grant";
import { env } from "#lib/platform/env";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { one } from "../../../../page-params.ts";
import { loadRoleChoices } from "../load.ts";
import { EffectiveAccessSection } from "./effective-access.tsx";
import { HeldRoles } from "./held-roles.tsx";
import { loadUser, userTitle } from "./load-user.ts";
import { PastRoles } from "./past-roles.tsx";
import { PersonActions } from "./person-actions.tsx";
import { PersonFacts } from "./person-facts.tsx";
import { AccessSkeleton } from "./skeletons.tsx";

type UserPageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: UserPageProps): Promise<Metadata> {
  return { title: await userTitle((await params).id) };
}

export default permittedPage("user.read", async (_grant, props: UserPageProps) => {
  const [actor, { id }, query] = await Promise.all([
    requireActor(),
    props.params,
    props.searchParams,
  ]);
  const user = await loadUser(id);
  const held = actor.permissions;
  const canExplain = held.has("access.explain");
  const moment = canExplain ? parseMoment(one(query.at), Date.now()) : {};
  const at = moment.at ?? null;
  const canAssign = held.has("role.assign");
  const choices = canAssign && at === null ? await loadRoleChoices(actor) : [];
  const sees = { roles: held.has("role.read"), groups: held.has("group.read") };
  const effective = canExplain
    ? getEffectiveAccess(await requirePermission(actor, "access.explain"), {
        userId: id,
        at: moment.at,
      })
    : null;
  return (
    <div className="[&_h1]:wrap-anywhere max-w-4xl">
      <PageHeader
        title={user.name}
        description={user.email}
        actions={
          <>
            {canExplain ? <AsOfControl at={at} /> : null}
            {at === null ? (
              <PersonActions
                user={user}
                origin={new URL(env().PUBLIC_URL).origin}
                rights={{
                  canUpdate: held.has("user.update"),
                  canDisable: held.has("user.disable") && actor.id !== user.id,
                  canRenew: held.has("user.create"),
                  canReset: held.has("user.reset_password") && actor.id !== user.id,
                  canUnlock: held.has("user.unlock"),
                }}
              />
            ) : null}
          </>
        }
      />
      {moment.message ? (
        <div className="mb-4">
          <FormAlert message={`${moment.message} What you see is now.`} />
        </div>
      ) : null}
      {at !== null ? (
        <PastNotice at={at} nowHref={`/users/${id}`}>
          Roles and access below are those of that moment; name, status and attributes are today’s.
        </PastNotice>
      ) : null}
      <PersonFacts user={user} seesGroups={sees.groups} seesKeys={held.has("api_key.read")} />
      <PersonHelp />
      {at !== null && effective ? (
        <Suspense fallback={<AccessSkeleton />}>
          <PastRoles effective={effective} sees={sees} />
        </Suspense>
      ) : (
        <HeldRoles user={user} sees={sees} canAssign={canAssign} choices={choices} />
      )}
      <EffectiveAccessSection
        userId={id}
        isDisabled={user.status === "disabled"}
        effective={effective}
        at={at}
        sees={sees}
      />
    </div>
  );
});

function PersonHelp() {
  return (
    <HelpNote title="How to read this page">
      <p>
        Roles say what a person may do. A role can be given to the person, or to a group they are
        in; and a role can inherit from other roles. Each permission below shows the way on which it
        comes, from left to right.
      </p>
      <p>
        A denial always wins: where one role allows something and another denies it, the person may
        not do it. “Only what they own” holds for things whose owner the person is.
      </p>
      <p>“As of” shows roles and access as they were at any moment in the past.</p>
    </HelpNote>
  );
}
