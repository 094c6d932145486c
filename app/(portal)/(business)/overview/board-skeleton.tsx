import { Skeleton } from "#components/ui/skeleton.tsx";

type BoardSkeletonProps = {
  /** The group of each figure that will come. */
  groups: readonly string[];
};

/** As high as the tiles will be. */
export function BoardSkeleton({ groups }: BoardSkeletonProps) {
  const sizes = Object.entries(Object.groupBy(groups, (group) => group));
  return (
    <div role="status" aria-label="Loading the figures" className="@container">
      {sizes.map(([group, members = []]) => (
        <div key={group} className="mb-6">
          <Skeleton className="mb-2 h-5.5 w-20" />
          <div className="grid @md:grid-cols-2 @3xl:grid-cols-3 @5xl:grid-cols-5 gap-3">
            {members.map((_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same, and never move.
              <Skeleton key={index} className="h-46 rounded-lg" />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
