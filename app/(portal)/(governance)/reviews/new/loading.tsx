import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <div role="status">
      <PageHeader
        title="Start a review"
        description="Who has what at this moment becomes its lines. You can start it only over what you could revoke yourself."
      />
      <span className="sr-only">Loading the form…</span>
      <div className="flex max-w-2xl flex-col gap-6">
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-44 w-full" />
        <Skeleton className="h-8 w-64" />
      </div>
    </div>
  );
}
