"use client";

import { sendEventCommand } from "#components/audit/send-event-command.ts";
import { CommandBlock } from "#components/ui/command-block.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useHydrated } from "#components/ui/use-now.ts";

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
      <CommandBlock text={sendEventCommand(origin)} label="curl command" className="mt-2" />
      <p className="mt-4">Existing CloudTrail files are imported on the server:</p>
      <CommandBlock text={importCommand} label="import command" className="mt-2" />
    </EmptyState>
  );
}
