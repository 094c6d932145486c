"use client";

import { ErrorView } from "#components/shell/error-view.tsx";

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="flex min-h-dvh items-center">
      <ErrorView error={error} retry={retry} />
    </main>
  );
}
