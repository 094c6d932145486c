import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function GroupNotFound() {
  return (
    <EmptyState
      level={1}
      title="There is no such group"
      action={<ButtonLink href="/groups">See all groups</ButtonLink>}
    >
      It may have been deleted, or the link is mistyped.
    </EmptyState>
  );
}
