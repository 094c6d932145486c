import { Skeleton } from "#components/ui/skeleton.tsx";
import { MatrixFrame } from "./matrix-frame.tsx";
import { MatrixSkeleton } from "./matrix-skeleton.tsx";

export default function Loading() {
  return (
    <MatrixFrame view="roles">
      <Skeleton className="mb-3 h-8 w-full md:w-56" />
      <MatrixSkeleton />
    </MatrixFrame>
  );
}
