import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = Array.from({ length: 12 }, (_, row) => row);

/** As high as what replaces it. */
export function MatrixSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the matrix…</span>
      <Skeleton className="mb-2 hidden h-6 w-96 max-w-full md:block" />
      <div aria-hidden className="overflow-hidden rounded-lg border md:h-[calc(100dvh-20.5rem)]">
        <Skeleton className="hidden h-51 w-full rounded-none md:block" />
        {rows.map((row) => (
          <div key={row} className="flex h-12 items-center gap-6 border-b px-3 md:h-8">
            <Skeleton className="h-3 w-40" />
            <Skeleton className="hidden h-3 flex-1 md:block" />
          </div>
        ))}
      </div>
    </div>
  );
}
