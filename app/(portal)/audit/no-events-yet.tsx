import { CopyButton } from "#components/ui/copy-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

const curlCommand = `curl -X POST "$GATEHOUSE_URL/api/v1/audit/events" \\
  -H "Authorization: Bearer $GATEHOUSE_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"events":[{"id":"demo-1","action":"invoice.sent","outcome":"success","actor":{"type":"user","id":"ada"}}]}'`;

const importCommand = "npm run gatehouse -- import cloudtrail PATH…";

/** Nothing was ever recorded: how to send the first event. */
export function NoEventsYet() {
  return (
    <EmptyState kind="nothing-yet" title="No events yet" className="max-w-2xl">
      <p>
        Everything done in Gatehouse is recorded here. Other programs send their events with an{" "}
        <a href="/settings/api-keys" className="text-accent-text underline underline-offset-2">
          API key
        </a>
        :
      </p>
      <Command text={curlCommand} label="curl command" />
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
