import { Skeleton } from "#components/ui/skeleton.tsx";

export function PeopleSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Finding everybody who could…</span>
      <Skeleton className="mb-4 h-6 w-80 max-w-full" />
      {[1, 2, 3].map((row) => (
        <div key={row} className="mb-3 rounded-lg border px-4 py-3">
          <Skeleton className="mb-3 w-48" />
          <Skeleton className="mb-2 w-64 max-w-full" />
          <Skeleton className="w-full max-w-xl" />
        </div>
      ))}
    </div>
  );
}
