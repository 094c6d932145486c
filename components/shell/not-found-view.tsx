import { MapPinOff } from "lucide-react";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export function NotFoundView() {
  return (
    <EmptyState
      icon={<MapPinOff />}
      level={1}
      title="There is nothing at this address"
      action={<ButtonLink href="/">Go to the start page</ButtonLink>}
    >
      The link may be old or mistyped, or what it led to was removed.
    </EmptyState>
  );
}
