import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <div className="max-w-4xl">
      <PageHeader
        title="Explain access"
        description="Why somebody may or may not do something, now or in the past."
      />
      <Skeleton className="mb-4 h-5 w-48" />
      <Skeleton className="h-56 w-full" />
    </div>
  );
}
