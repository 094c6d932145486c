import { PageHeader } from "#components/shell/page-header.tsx";
import { EditorSkeleton } from "../editor-skeleton.tsx";
import { RolesHelp } from "../roles-help.tsx";

export default function Loading() {
  return (
    <div className="max-w-3xl">
      <PageHeader
        title="New role"
        description="You can give it any permission that you have yourself. Nobody has the role until you add people."
      />
      <RolesHelp />
      <EditorSkeleton />
    </div>
  );
}
