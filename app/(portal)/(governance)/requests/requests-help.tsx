import { HelpNote } from "#components/ui/help-note.tsx";
import { LAPSE_DAYS } from "#lib/governance/requests/schema";

/** For those who meet roles for a limited time for the first time. */
export function RequestsHelp() {
  return (
    <HelpNote title="How requests work">
      <p>
        Nobody needs every permission all the time. Ask for a role when you need it, say why and for
        how long; somebody else decides, and sees before what you would gain. The role ends by
        itself, and you can give it back earlier. What nobody decides within {LAPSE_DAYS} days
        lapses.
      </p>
      <p>
        In an <strong className="font-medium text-ink">emergency</strong>, some roles can be taken
        at once. Nobody approves that beforehand: it raises a critical alert in the same moment, and
        whoever decides on requests can end it.
      </p>
      <p>
        Nobody decides on a request of their own, and nobody can give what they may not do
        themselves.
      </p>
    </HelpNote>
  );
}
