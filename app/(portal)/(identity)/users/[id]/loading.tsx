import { UserSkeleton } from "./skeletons.tsx";

export default function Loading() {
  return <UserSkeleton />;
}
