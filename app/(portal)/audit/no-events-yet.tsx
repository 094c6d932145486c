"use client";

import { CopyButton } from "#components/ui/copy-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useHydrated } from "#components/ui/use-now.ts";

/** The date is the shell's own: events from an unset clock are refused. */
const curlCommand = (origin: string) => `curl ${origin}/api/v1/audit/events \\
  -H "Authorization: Bearer $GATEHOUSE_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"events": [{
        "id": "test-1", "action": "invoice.sent", "actor": {"id": "ada"},
        "occurredAt": "'$(date -u +%FT%TZ)'"
      }]}'`;

const importCommand = "npm run gatehouse -- import cloudtrail PATH…";

/** Nothing was ever recorded: how to send the first event. */
export function NoEventsYet() {
  const origin = useHydrated() ? window.location.origin : "https://gatehouse.example.com";
  return (
    <EmptyState kind="nothing-yet" title="No events yet" className="max-w-2xl">
      <p>
        Everything done in Gatehouse is recorded here. Other programs send their events with an{" "}
        <a href="/settings/api-keys" className="text-accent-text underline underline-offset-2">
          API key
        </a>
        :
      </p>
      <Command text={curlCommand(origin)} label="curl command" />
      <p className="mt-4">Existing CloudTrail files are imported on the server:</p>
      <Command text={importCommand} label="import command" />
    </EmptyState>
  );
}

function Command({ text, label }: { text: string; label: string }) {
  return (
    <div className="relative mt-2 rounded-md border bg-surface text-left">
      <pre className="overflow-x-auto whitespace-pre-wrap break-all p-3 pr-10 font-mono text-ink text-xs">
        {text}
      </pre>
      <CopyButton text={text} label={label} className="absolute top-1.5 right-1.5" />
    </div>
  );
}
