type ResourceNameProps = { on: { resourceType: string; resourceId: string | null } };

/** What something was given on: one resource, or every one of a type. */
export function ResourceName({ on: { resourceType, resourceId } }: ResourceNameProps) {
  if (resourceId === null) return <>Every {resourceType}</>;
  return (
    <span title={`${resourceType} ${resourceId}`}>
      {resourceType} <code className="font-mono text-xs">{resourceId}</code>
    </span>
  );
}
