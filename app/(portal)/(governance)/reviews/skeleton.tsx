import { Skeleton } from "#components/ui/skeleton.tsx";

/** The list of reviews, while it loads. */
export function ReviewsSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading reviews…</span>
      {["w-24", "w-20"].map((width) => (
        <div key={width} className="mb-8">
          <Skeleton className={`mb-3 h-5 ${width}`} />
          <div className="divide-y rounded-lg border">
            {["w-64", "w-52"].map((line) => (
              <div key={line} className="flex h-22 flex-col justify-center gap-2 px-3">
                <Skeleton className={line} />
                <Skeleton className="w-40" />
                <Skeleton className="w-56" />
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
