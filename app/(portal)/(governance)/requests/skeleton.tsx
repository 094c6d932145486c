import { Skeleton } from "#components/ui/skeleton.tsx";

/** Two lists, while they load. */
export function RequestsSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading requests…</span>
      {["w-44", "w-32"].map((width) => (
        <div key={width} className="mb-8">
          <Skeleton className={`mb-3 h-5 ${width}`} />
          <div className="divide-y rounded-lg border">
            {["w-64", "w-52"].map((line) => (
              <div key={line} className="flex h-20 flex-col justify-center gap-2 px-3">
                <Skeleton className={line} />
                <Skeleton className="w-40" />
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
