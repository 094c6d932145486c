import { Plus } from "lucide-react";
import { ButtonLink } from "#components/ui/button.tsx";

export function NewRoleLink() {
  return (
    <ButtonLink href="/roles/new" variant="primary">
      <Plus aria-hidden />
      New role
    </ButtonLink>
  );
}
