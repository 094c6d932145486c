import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { reviewsDescription } from "../frame.tsx";

export default function Loading() {
  return (
    <div className="max-w-4xl" role="status">
      <PageHeader title="Access reviews" description={reviewsDescription} />
      <span className="sr-only">Loading keys…</span>
      <Skeleton className="mb-4 h-5 w-36" />
      <Skeleton className="mb-5 h-9 w-64" />
      <Skeleton className="mb-3 h-5 w-44" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}
