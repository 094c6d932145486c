import { HelpNote } from "#components/ui/help-note.tsx";

/** For those who meet separation of duty for the first time. */
export function SeparationHelp() {
  return (
    <HelpNote title="How separation of duty works">
      <p>
        Some things should take two people: whoever creates an invoice should not approve it as
        well. A rule names roles or permissions that exclude each other, and Gatehouse refuses every
        change that would give somebody too many of them: directly, through a group, by inheritance
        or by a grant. No new role can hold them together either.
      </p>
      <p>
        A rule about <strong className="font-medium text-ink">having</strong> them holds always. A
        rule about <strong className="font-medium text-ink">using</strong> them lets people have
        them all: in each session they choose which of their roles to use, and until then they use
        none. People who already break a new rule keep what they have and are listed here, so that
        you can take one of them away; roles that hold too much by themselves are named with the
        rule.
      </p>
      <p>
        An <strong className="font-medium text-ink">exception</strong> lets one person break one
        rule until a day. One person asks and another decides, and neither decides about themselves.
        What is given on the strength of an exception has to end when it ends.
      </p>
    </HelpNote>
  );
}
