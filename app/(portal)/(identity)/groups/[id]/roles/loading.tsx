import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <div role="status" className="max-w-4xl">
      <span className="sr-only">Loading the group’s roles…</span>
      <Skeleton className="mt-1 h-6 w-48" />
      <Skeleton className="mt-2 h-3.5 w-72 max-w-full" />
      <Skeleton className="mt-3 h-5 w-20" />
      <Skeleton className="mt-8 mb-5 h-5 w-40" />
      <div className="divide-y rounded-lg border">
        {["w-40", "w-52", "w-36"].map((width) => (
          <div key={width} className="flex h-14 items-center px-3">
            <Skeleton className={width} />
          </div>
        ))}
      </div>
    </div>
  );
}
