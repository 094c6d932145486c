"use client";

import { Hourglass, TriangleAlert } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { busyMessages, isBusy } from "#lib/core/errors";

/** The reference under which the server logged an error; client errors have none. */
function referenceOf(error: unknown): string | null {
  const digest = error instanceof Error && "digest" in error ? error.digest : null;
  return typeof digest === "string" ? digest : null;
}

/** Whether code of the page could not be loaded: asked for again in the same page it is not even tried. */
function lacksCode(error: unknown): boolean {
  return error instanceof Error && error.name === "ChunkLoadError";
}

type ErrorViewProps = { error: unknown; retry: () => void };

export function ErrorView({ error, retry }: ErrorViewProps) {
  if (isBusy(error)) return <BusyView retry={retry} />;
  const reference = referenceOf(error);
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert />}
        level={1}
        title="Something went wrong"
        action={
          <Button
            variant="primary"
            onClick={lacksCode(error) ? () => window.location.reload() : retry}
          >
            Try again
          </Button>
        }
      >
        <p>
          This page could not be shown, and nothing was changed. If trying again does not help, tell
          an administrator{reference ? " this reference:" : " what you were doing."}
        </p>
        {reference ? (
          <p className="mt-2 inline-flex items-center gap-1">
            <code className="font-mono text-ink text-xs">{reference}</code>
            <CopyButton text={reference} label="reference" />
          </p>
        ) : null}
      </EmptyState>
    </div>
  );
}

function BusyView({ retry }: Pick<ErrorViewProps, "retry">) {
  return (
    <div role="alert">
      <EmptyState
        icon={<Hourglass />}
        level={1}
        title="The server is busy"
        action={
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
        }
      >
        <p>{busyMessages.server}</p>
      </EmptyState>
    </div>
  );
}
