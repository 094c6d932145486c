import { PageHeader } from "#components/shell/page-header.tsx";
import { BoardSkeleton } from "./board-skeleton.tsx";

const usual = [
  ...Array.from({ length: 3 }, () => "usage"),
  ...Array.from({ length: 5 }, () => "service"),
  ...Array.from({ length: 2 }, () => "security"),
];

export default function Loading() {
  return (
    <>
      <PageHeader
        title="Overview"
        description="How the business is doing. Every figure opens the rows that it comes from."
      />
      <BoardSkeleton groups={usual} />
    </>
  );
}
