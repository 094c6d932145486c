import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function RoleNotFound() {
  return (
    <EmptyState
      level={1}
      title="There is no such role"
      action={<ButtonLink href="/roles">See all roles</ButtonLink>}
    >
      It may have been deleted, or the link is mistyped.
    </EmptyState>
  );
}
