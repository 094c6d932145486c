import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <div className="max-w-5xl" role="status">
      <span className="sr-only">Loading…</span>
      <Skeleton className="mt-1 h-6 w-48" />
      <Skeleton className="mt-2 mb-8 h-3.5 w-96 max-w-full" />
      <Skeleton className="mb-5 h-8 w-72" />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex flex-col gap-5 rounded-lg border p-4">
          {["w-1/2", "w-2/3", "w-1/3", "w-3/4", "w-3/5", "w-2/5"].map((width) => (
            <Skeleton key={width} className={`h-3.5 ${width}`} />
          ))}
        </div>
        <div className="h-28 rounded-lg border bg-surface" />
      </div>
    </div>
  );
}
