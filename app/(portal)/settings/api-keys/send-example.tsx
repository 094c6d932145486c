import { CopyButton } from "#components/ui/copy-button.tsx";

/** A command that sends one event; the date makes every run a new one. */
function sendCommand(origin: string): string {
  return [
    `curl ${origin}/api/v1/audit/events \\`,
    `  -H "Authorization: Bearer $GATEHOUSE_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"events": [{`,
    `    "id": "'$(date +%s%N)'",`,
    `    "occurredAt": "'$(date -u +%Y-%m-%dT%H:%M:%SZ)'",`,
    `    "action": "invoice.refunded",`,
    `    "actor": {"id": "ada@example.com"},`,
    `    "target": {"type": "invoice", "id": "2026-0042"}`,
    "  }]}'",
  ].join("\n");
}

export function SendExample({ origin }: { origin: string }) {
  const command = sendCommand(origin);
  return (
    <div className="relative rounded-lg border bg-surface">
      <pre
        // Wraps rather than scrolls: a scrolling box would have to take the focus.
        className="whitespace-pre-wrap break-words p-3 pr-12 font-mono text-xs leading-5"
      >
        {command}
      </pre>
      <CopyButton text={command} label="command" className="absolute top-2 right-2" />
    </div>
  );
}
