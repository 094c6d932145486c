import type { Metadata } from "next";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/grant";
import { listResourceTypes } from "#lib/resources/queries";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { loadCounts } from "../load.ts";
import { ResourcesFrame } from "../resources-frame.tsx";
import { TypeButton } from "./type-dialog.tsx";
import { NoOwnTypes, TypesList } from "./types-list.tsx";

export const metadata: Metadata = { title: "Resource types" };

export default permittedPage("resource_type.read", async (grant) => {
  const actor = await requireActor();
  const [types, counts] = await Promise.all([listResourceTypes(grant), countTypes(actor)]);
  const canChange = actor.permissions.has("resource_type.update");
  const register = canChange ? <TypeButton /> : null;
  const shared = { counts, canChange };
  return (
    <ResourcesFrame held={actor.permissions} current="/resources/types" actions={register}>
      <div className="max-w-4xl">
        <TypesList
          title="Your own types"
          types={types.filter(({ builtIn }) => !builtIn)}
          empty={<NoOwnTypes />}
          {...shared}
        />
        <TypesList
          title="Built-in types"
          types={types.filter(({ builtIn }) => builtIn)}
          {...shared}
        />
      </div>
    </ResourcesFrame>
  );
});

/** Null for who may not see resources, and when they cannot be counted. */
async function countTypes(actor: Actor): Promise<ReadonlyMap<string, number> | null> {
  if (!actor.permissions.has("resource.read")) return null;
  const counts = await loadCounts(await requirePermission(actor, "resource.read"));
  return counts && new Map(counts.map(({ value, count }) => [value, count]));
}
