import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { type PermissionId, permissions } from "#lib/authz/catalogue/permissions";
import { rolesWith } from "#lib/authz/engine/built-in-policy";

const list = new Intl.ListFormat("en", { type: "disjunction" });

/** Instead of a page: which permission is missing, what it allows, and who has it to give. */
export function NotPermitted({ permission }: { permission: PermissionId }) {
  const { name, sentence } = permissions[permission];
  const roles = rolesWith(permission);
  return (
    <EmptyState
      kind="not-permitted"
      level={1}
      title="You may not see this page"
      action={<ButtonLink href={`/explain?permission=${permission}`}>Why?</ButtonLink>}
    >
      <p>
        It needs the permission <strong className="font-medium text-ink">{name}</strong>:{" "}
        {sentence.charAt(0).toLowerCase() + sentence.slice(1)}
      </p>
      <p className="mt-2">
        {roles.length > 0
          ? `Ask an administrator for the role ${list.format(roles)}, which includes it.`
          : "No role includes it yet. Ask an administrator."}
      </p>
      <p className="mt-2">
        <code className="font-mono text-xs">{permission}</code>
      </p>
    </EmptyState>
  );
}
