import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { description } from "../resources-frame.tsx";

export default function Loading() {
  return (
    <div role="status">
      <span className="sr-only">Loading resource types…</span>
      <PageHeader title="Resources" description={description} />
      <Skeleton className="mb-4 h-5 w-48" />
      <Skeleton className="mb-4 h-9 w-full" />
      <Skeleton className="mb-6 h-14 w-full max-w-4xl" />
      <Skeleton className="h-96 w-full max-w-4xl" />
    </div>
  );
}
