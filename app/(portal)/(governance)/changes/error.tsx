"use client";

import { ErrorView } from "#components/shell/error-view.tsx";

export default function ChangesError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorView error={error} retry={retry} />;
}
