import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import type { Actor } from "#lib/authz/guard/actor";
import { requirePermission } from "#lib/authz/guard/grant";
import {
  countRequests,
  listGivenForTime,
  listInForce,
  listOwnRequests,
  listPending,
  listRequestable,
} from "#lib/governance/requests/queries";
import type { AccessRequestRow } from "#lib/governance/requests/schema";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { EmergencyAccess } from "./emergency.tsx";
import { RequestsFrame } from "./frame.tsx";
import { GivenForTime } from "./given-for-time.tsx";
import { loadWaiting } from "./load.ts";
import type { Sees } from "./marks.tsx";
import { InForce, Queue } from "./others.tsx";
import { OwnRequests } from "./own.tsx";
import { RefreshAtEnd, RefreshOnAlerts } from "./refresh.tsx";
import { Requestable } from "./requestable.tsx";
import { Nothing, Section } from "./section.tsx";
import { RequestsSkeleton } from "./skeleton.tsx";

export const metadata: Metadata = { title: "Requests" };

/** What asking, seeing and taking have in common is the module; each part asks for its own. */
export default permittedPage("module.access_requests", async () => {
  const actor = await requireActor();
  const held = actor.permissions;
  const sees = { people: held.has("user.read"), roles: held.has("role.read") };
  return (
    <RequestsFrame held={held} current="/requests" waiting={await loadWaiting(actor)}>
      {held.has("access_request.read") ? (
        <Suspense fallback={<RequestsSkeleton />}>
          <OfOthers actor={actor} sees={sees} />
        </Suspense>
      ) : null}
      {held.has("access_request.read") && held.has("user.read") ? (
        <Suspense fallback={<RequestsSkeleton />}>
          <ByHand actor={actor} sees={{ ...sees, groups: held.has("group.read") }} />
        </Suspense>
      ) : null}
      {held.has("access_request.create") ? (
        <Suspense fallback={<RequestsSkeleton />}>
          <Own actor={actor} sees={sees} />
        </Suspense>
      ) : null}
    </RequestsFrame>
  );
});

type PartProps = { actor: Actor; sees: Sees };

async function OfOthers({ actor, sees }: PartProps) {
  const grant = await requirePermission(actor, "access_request.read");
  const [pending, inForce, { state }] = await Promise.all([
    listPending(grant),
    listInForce(grant),
    countRequests(grant),
  ]);
  const canDecide = actor.permissions.has("access_request.approve");
  const common = { ownId: actor.id, canDecide, sees };
  return (
    <>
      <RefreshOnAlerts />
      <RefreshAtEnd endings={endingsOf(inForce)} />
      <Queue rows={pending} total={state.pending} {...common} />
      <InForce rows={inForce} total={state.in_force} {...common} />
    </>
  );
}

async function ByHand({ actor, sees }: { actor: Actor; sees: Sees & { groups: boolean } }) {
  const given = await listGivenForTime(await requirePermission(actor, "user.read"));
  return (
    <>
      <RefreshAtEnd endings={given.rows.map(({ endsAt }) => endsAt)} />
      <GivenForTime {...given} sees={sees} />
    </>
  );
}

async function Own({ actor, sees }: PartProps) {
  const grant = await requirePermission(actor, "access_request.create");
  const [roles, requests] = await Promise.all([
    listRequestable(grant, actor.id),
    listOwnRequests(grant, actor.id),
  ]);
  const toAsk = roles.filter(({ requestMinutes }) => requestMinutes !== null);
  return (
    <>
      <RefreshAtEnd endings={endingsOf(requests)} />
      <OwnRequests rows={requests} sees={sees} />
      <Section title="Roles you can ask for">
        {toAsk.length === 0 ? (
          <Nothing>
            No role can be asked for yet.{" "}
            {actor.permissions.has("elevation.update") ? (
              <Link href="/requests/rules" className="font-medium text-ink underline">
                Choose which ones can
              </Link>
            ) : (
              "Somebody who may allow elevation decides which ones can."
            )}
          </Nothing>
        ) : (
          <Requestable roles={toAsk} kind="request" />
        )}
      </Section>
      {actor.permissions.has("break_glass.use") ? (
        <EmergencyAccess roles={roles.filter((role) => role.emergencyMinutes !== null)} />
      ) : null}
    </>
  );
}

function endingsOf(rows: readonly AccessRequestRow[]): string[] {
  return rows.flatMap(({ state, endsAt }) => (state === "in_force" && endsAt ? [endsAt] : []));
}
