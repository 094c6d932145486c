import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function UserNotFound() {
  return (
    <EmptyState
      level={1}
      title="There is no such person"
      action={<ButtonLink href="/users">See everybody</ButtonLink>}
    >
      The link may be mistyped, or lead to somebody of another tenant.
    </EmptyState>
  );
}
