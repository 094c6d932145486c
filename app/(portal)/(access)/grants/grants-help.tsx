import { HelpNote } from "#components/ui/help-note.tsx";

export function GrantsHelp() {
  return (
    <HelpNote title="What grants are for">
      <p>
        A role holds everywhere. A grant holds on one resource, such as a project, and on all that
        lies under it; or on every resource of a kind.
      </p>
      <p>
        A grant can also deny. A denial wins over every role and every other grant, wherever it was
        given.
      </p>
      <p>
        You can give, deny and take back only what you may do on that resource yourself. What ends
        by itself stays in the list until somebody takes it back.
      </p>
    </HelpNote>
  );
}
