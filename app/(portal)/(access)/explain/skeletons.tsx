import { Skeleton } from "#components/ui/skeleton.tsx";

export function AnswerSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Finding the answer…</span>
      <Skeleton className="mb-4 h-6 w-80 max-w-full" />
      <Skeleton className="mb-2 w-full max-w-xl" />
      <Skeleton className="w-2/3 max-w-lg" />
    </div>
  );
}
