import { HelpNote } from "#components/ui/help-note.tsx";

/** What a role can say, and what becomes of it, for whoever makes roles. */
export function RolesHelp() {
  return (
    <HelpNote title="How roles work">
      <p>
        About each permission a role allows it, denies it or says nothing. Saying nothing forbids
        nothing: another role of the same person may still allow it.
      </p>
      <p>
        A denial always wins. Whoever has one role that denies something may not do it, whatever
        their other roles, groups and grants allow.
      </p>
      <p>
        A role that inherits from another has all that the other allows and denies, also what is
        added there later. To leave something out, deny it in the role that inherits.
      </p>
      <p>
        “Allows on own” holds only for things whose owner the person is, such as a document that
        they made.
      </p>
      <p>
        Some permissions come with others: whoever may change documents may read them too. And
        whoever is denied reading them cannot change them either.
      </p>
      <p>You can give and deny only what you may do yourself.</p>
    </HelpNote>
  );
}
