import type { ReactNode } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** The heading and tabs of a role that is not known yet. */
export function RoleSkeleton({ children }: { children: ReactNode }) {
  return (
    <div className="max-w-3xl">
      <div aria-hidden className="mb-4">
        <Skeleton className="mt-1 h-6 w-48" />
        <Skeleton className="mt-2 h-3.5 w-80 max-w-full" />
        <Skeleton className="mt-2.5 h-5 w-24" />
      </div>
      <div aria-hidden className="mb-5 flex h-9.5 items-center gap-6 border-b">
        <Skeleton className="h-3.5 w-24" />
        <Skeleton className="h-3.5 w-16" />
      </div>
      {children}
    </div>
  );
}
