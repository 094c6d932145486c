import { Skeleton } from "#components/ui/skeleton.tsx";

const CATEGORIES = ["a", "b", "c", "d"];
const ROWS = ["a", "b", "c", "d", "e", "f"];

/** About as high as what replaces it: how many permissions there are only the server knows. */
export function EditorSkeleton() {
  return (
    <div role="status" aria-label="Loading the role" className="flex flex-col gap-7">
      <div aria-hidden className="flex flex-col gap-4">
        <Skeleton className="h-13.5 rounded-md" />
        <Skeleton className="h-26 rounded-md" />
        <Skeleton className="h-20 rounded-md" />
      </div>
      <div aria-hidden>
        <Skeleton className="mb-2 h-5.5 w-72 max-w-full" />
        <div className="mb-3 flex flex-wrap gap-2">
          <Skeleton className="h-8 w-full rounded-md sm:w-64" />
          <Skeleton className="h-8 w-full rounded-md sm:w-64" />
        </div>
        <div className="flex flex-col gap-4">
          {CATEGORIES.map((category) => (
            <div key={category} className="divide-y rounded-lg border">
              <div className="h-9 rounded-t-lg bg-surface" />
              {ROWS.map((row) => (
                <div key={row} className="flex h-14 flex-col justify-center gap-2 px-3">
                  <Skeleton className="h-3.5 w-48" />
                  <Skeleton className="h-3 w-80 max-w-full" />
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
