import type { Metadata } from "next";
import { Suspense } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { listModules } from "#lib/access/modules/queries";
import type { Grant } from "#lib/authz/guard/grant";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { description, ModulesSkeleton, title } from "./frame.tsx";
import { ModulesView } from "./modules-view.tsx";

export const metadata: Metadata = { title };

export default permittedPage("tenant_module.read", async (grant) => {
  const { permissions } = await requireActor();
  return (
    <>
      <PageHeader title={title} description={description} />
      <Suspense fallback={<ModulesSkeleton />}>
        <Modules grant={grant} canSwitch={permissions.has("tenant_module.update")} />
      </Suspense>
    </>
  );
});

type ModulesProps = { grant: Grant<"tenant_module.read">; canSwitch: boolean };

async function Modules({ grant, canSwitch }: ModulesProps) {
  return <ModulesView modules={await listModules(grant)} canSwitch={canSwitch} />;
}
