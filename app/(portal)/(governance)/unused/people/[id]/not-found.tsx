import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function PersonNotFound() {
  return (
    <EmptyState
      level={1}
      title="There is no such active person"
      action={<ButtonLink href="/unused/people">See all people</ButtonLink>}
    >
      They may have been disabled, and may then do nothing; or the link is mistyped.
    </EmptyState>
  );
}
