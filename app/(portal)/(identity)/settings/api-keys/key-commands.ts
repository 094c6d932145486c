import { sendEventCommand } from "#components/audit/send-event-command.ts";

type KeyCommand = { title: string; text: string };

const header = '-H "Authorization: Bearer $GATEHOUSE_API_KEY"';

/** A command that asks the decision API one question. */
export function evaluationCommand(origin: string): string {
  return [
    `curl ${origin}/access/v1/evaluation \\`,
    `  ${header} \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"subject": {"type": "user", "id": "ada@example.com"},`,
    `    "action": {"name": "read"},`,
    `    "resource": {"type": "document", "id": "d-17"}}'`,
  ].join("\n");
}

function readCommand(origin: string): string {
  return [`curl "${origin}/api/v1/audit/events?limit=5" \\`, `  ${header}`].join("\n");
}

/** The permission to search decisions includes asking for them. */
const commands: { scopes: readonly string[]; title: string; make: (origin: string) => string }[] = [
  { scopes: ["audit.record"], title: "send one event", make: sendEventCommand },
  {
    scopes: ["access.decide", "access.search"],
    title: "ask for one decision",
    make: evaluationCommand,
  },
  { scopes: ["audit.read"], title: "read the latest events", make: readCommand },
];

/** What can be tried with a key at once, by what it may do; nothing when the references must tell. */
export function commandsFor(origin: string, scopes: readonly string[]): KeyCommand[] {
  return commands
    .filter((each) => each.scopes.some((scope) => scopes.includes(scope)))
    .map(({ title, make }) => ({ title, text: make(origin) }));
}
