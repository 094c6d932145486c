import { EditorSkeleton } from "../editor-skeleton.tsx";
import { RoleSkeleton } from "./role-skeleton.tsx";

export default function Loading() {
  return (
    <RoleSkeleton>
      <EditorSkeleton />
    </RoleSkeleton>
  );
}
