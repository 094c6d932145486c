import type { Metadata } from "next";
import { NotFoundView } from "#components/shell/not-found-view.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center">
      <NotFoundView />
    </main>
  );
}
