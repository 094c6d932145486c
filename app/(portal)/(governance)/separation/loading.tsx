import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { description } from "./separation-frame.tsx";
import { SeparationHelp } from "./separation-help.tsx";

export default function Loading() {
  return (
    <div className="max-w-4xl">
      <PageHeader title="Separation of duty" description={description} />
      <SeparationHelp />
      <div role="status" aria-label="Loading separation of duty">
        <Skeleton className="mb-5 h-9 w-48" />
        <Skeleton className="mb-2 h-24 w-full" />
        <Skeleton className="mb-2 h-24 w-full" />
        <Skeleton className="h-24 w-full" />
      </div>
    </div>
  );
}
