"use client";

import { ErrorView } from "#components/shell/error-view.tsx";
import "./globals.css";

/** Replaces the root layout too, so it brings its own document, in the system's theme. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" className="system">
      <body>
        <title>Something went wrong · Gatehouse</title>
        <main className="flex min-h-dvh items-center">
          <ErrorView error={error} retry={retry} />
        </main>
      </body>
    </html>
  );
}
