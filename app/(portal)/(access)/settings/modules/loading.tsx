import { PageHeader } from "#components/shell/page-header.tsx";
import { description, ModulesSkeleton, title } from "./frame.tsx";

export default function ModulesLoading() {
  return (
    <>
      <PageHeader title={title} description={description} />
      <ModulesSkeleton />
    </>
  );
}
