import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function ReviewNotFound() {
  return (
    <EmptyState
      level={1}
      title="There is no such review"
      action={<ButtonLink href="/reviews">See your reviews</ButtonLink>}
    >
      You may have nothing to decide in it any more, or the link is mistyped.
    </EmptyState>
  );
}
