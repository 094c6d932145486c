import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <div role="status" aria-label="Loading your account" className="max-w-3xl">
      <Skeleton className="h-7 w-40" />
      <Skeleton className="mt-1 h-4 w-80 max-w-full" />
      <Skeleton className="mt-11 h-28 w-full" />
      <Skeleton className="mt-15 h-56 w-full" />
      <Skeleton className="mt-10 h-16 w-full" />
      <Skeleton className="mt-10 h-56 w-full" />
    </div>
  );
}
