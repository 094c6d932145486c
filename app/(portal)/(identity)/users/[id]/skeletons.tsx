import { Skeleton } from "#components/ui/skeleton.tsx";

/** The permissions of somebody while they are being worked out. */
export function AccessSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Working out what this person may do…</span>
      <Skeleton className="mb-3 h-8 w-full max-w-xl" />
      <div className="divide-y rounded-lg border">
        {["w-40", "w-52", "w-36", "w-44", "w-48", "w-32"].map((width) => (
          <div key={width} className="flex h-11 items-center px-3">
            <Skeleton className={width} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** A person who is not known yet. */
export function UserSkeleton() {
  return (
    <div className="max-w-4xl">
      <div aria-hidden className="mb-4">
        <Skeleton className="mt-1 h-6 w-48" />
        <Skeleton className="mt-2 h-3.5 w-64 max-w-full" />
      </div>
      <Skeleton className="mb-6 h-28 w-full" />
      <Skeleton className="mb-2 h-5 w-24" />
      <Skeleton className="mb-6 h-24 w-full" />
      <AccessSkeleton />
    </div>
  );
}
