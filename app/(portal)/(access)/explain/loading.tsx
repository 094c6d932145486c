import { Skeleton } from "#components/ui/skeleton.tsx";
import { ExplainHeader } from "./explain-frame.tsx";

export default function Loading() {
  return (
    <div className="max-w-4xl">
      <ExplainHeader />
      <Skeleton className="mb-4 h-5 w-48" />
      <Skeleton className="h-56 w-full" />
    </div>
  );
}
