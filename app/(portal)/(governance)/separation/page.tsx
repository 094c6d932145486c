import type { Metadata } from "next";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { one } from "../../../page-params.ts";
import { AskExceptionButton } from "./ask-exception.tsx";
import { loadMemberChoices, loadSeparation, rightsOf } from "./load.ts";
import { NewRule } from "./new-rule.tsx";
import { RulesView } from "./rules-view.tsx";
import { SeparationFrame } from "./separation-frame.tsx";

export const metadata: Metadata = { title: "Separation of duty" };

type SeparationPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default permittedPage("sod.read", async (grant, { searchParams }: SeparationPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  const rights = rightsOf(actor);
  const [{ rules, waitingCount }, choices] = await Promise.all([
    loadSeparation(grant),
    loadMemberChoices(actor),
  ]);
  return (
    <SeparationFrame
      current="rules"
      ruleCount={rules.length}
      waitingCount={waitingCount}
      actions={
        <>
          {rights.canAsk && rules.length > 0 ? <AskExceptionButton rules={rules} /> : null}
          {rights.canUpdate && rules.length > 0 ? <NewRule choices={choices} /> : null}
        </>
      }
    >
      <RulesView
        rules={rules}
        choices={choices}
        rights={rights}
        openRuleId={one(params.rule) ?? null}
      />
    </SeparationFrame>
  );
});
