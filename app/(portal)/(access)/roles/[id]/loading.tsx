import { EditorSkeleton } from "../editor-skeleton.tsx";
import { RolesHelp } from "../roles-help.tsx";
import { RoleSkeleton } from "./role-skeleton.tsx";

export default function Loading() {
  return (
    <RoleSkeleton>
      <RolesHelp />
      <EditorSkeleton />
    </RoleSkeleton>
  );
}
