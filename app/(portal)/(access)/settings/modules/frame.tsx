import { Skeleton } from "#components/ui/skeleton.tsx";

export const title = "Modules";
export const description =
  "What is switched off here is there for nobody in the tenant, whatever their roles allow. To switch a module off for some people only, deny it in a role.";

const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"];

export function ModulesSkeleton() {
  return (
    <div className="divide-y rounded-lg border" aria-hidden>
      {ROWS.map((row) => (
        <div key={row} className="flex h-15 items-center gap-4 px-3">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="ml-auto h-7 w-24" />
        </div>
      ))}
    </div>
  );
}
