import type { Metadata } from "next";
import { listElevationRules } from "#lib/governance/requests/queries";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { RequestsFrame } from "../frame.tsx";
import { loadWaiting } from "../load.ts";
import { RulesList } from "./rules-list.tsx";

export const metadata: Metadata = { title: "Which roles can be requested" };

export default permittedPage("elevation.update", async (grant) => {
  const actor = await requireActor();
  const [rules, waiting] = await Promise.all([
    listElevationRules(grant, actor.access),
    loadWaiting(actor),
  ]);
  return (
    <RequestsFrame held={actor.permissions} current="/requests/rules" waiting={waiting}>
      <RulesList rules={rules} />
    </RequestsFrame>
  );
});
