import type { Metadata } from "next";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { one } from "../../../../page-params.ts";
import { AskExceptionButton } from "../ask-exception.tsx";
import { loadAskedFor, loadSeparation, rightsOf } from "../load.ts";
import { SeparationFrame } from "../separation-frame.tsx";
import { ExceptionsView } from "./exceptions-view.tsx";

export const metadata: Metadata = { title: "Exceptions · Separation of duty" };

type ExceptionsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default permittedPage("sod.read", async (grant, { searchParams }: ExceptionsPageProps) => {
  const [actor, params, { rules, exceptions, waitingCount }] = await Promise.all([
    requireActor(),
    searchParams,
    loadSeparation(grant),
  ]);
  const rights = rightsOf(actor);
  const canAsk = rights.canAsk && rules.length > 0;
  const start = await loadAskedFor(actor, { ruleId: one(params.rule), userId: one(params.person) });
  return (
    <SeparationFrame
      current="exceptions"
      ruleCount={rules.length}
      waitingCount={waitingCount}
      actions={
        canAsk && (exceptions.length > 0 || start) ? (
          <AskExceptionButton rules={rules} start={start} />
        ) : null
      }
    >
      <ExceptionsView exceptions={exceptions} rules={rules} rights={rights} />
    </SeparationFrame>
  );
});
