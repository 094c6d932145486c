import { Leaf } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** Before anybody has used anything since Gatehouse notes it. */
export function NothingRecorded() {
  return (
    <EmptyState icon={<Leaf />} title="No use recorded yet">
      As soon as people work here or in your products, what they use is counted. Come back in a few
      weeks: what was not used by then may not be needed.
    </EmptyState>
  );
}
