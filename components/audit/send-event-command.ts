/** A command that sends one event; the date makes every run a new one. */
export function sendEventCommand(origin: string): string {
  return [
    `curl ${origin}/api/v1/audit/events \\`,
    `  -H "Authorization: Bearer $GATEHOUSE_API_KEY" \\`,
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
