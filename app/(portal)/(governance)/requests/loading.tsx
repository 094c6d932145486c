import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { RequestsSkeleton } from "./skeleton.tsx";

export default function Loading() {
  return (
    <div className="max-w-4xl">
      <PageHeader
        title="Requests"
        description="Roles for a limited time: asked for and approved, or taken in an emergency."
      />
      <Skeleton className="mb-4 h-5 w-36" />
      <Skeleton className="mb-5 h-9 w-64" />
      <RequestsSkeleton />
    </div>
  );
}
