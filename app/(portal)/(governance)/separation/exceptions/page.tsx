import type { Metadata } from "next";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { AskExceptionButton } from "../ask-exception.tsx";
import { loadSeparation, rightsOf } from "../load.ts";
import { SeparationFrame } from "../separation-frame.tsx";
import { ExceptionsView } from "./exceptions-view.tsx";

export const metadata: Metadata = { title: "Exceptions · Separation of duty" };

export default permittedPage("sod.read", async (grant) => {
  const [actor, { rules, exceptions, waitingCount }] = await Promise.all([
    requireActor(),
    loadSeparation(grant),
  ]);
  const rights = rightsOf(actor);
  const canAsk = rights.canAsk && rules.length > 0;
  return (
    <SeparationFrame
      current="exceptions"
      ruleCount={rules.length}
      waitingCount={waitingCount}
      actions={canAsk && exceptions.length > 0 ? <AskExceptionButton rules={rules} /> : null}
    >
      <ExceptionsView exceptions={exceptions} rules={rules} rights={rights} />
    </SeparationFrame>
  );
});
