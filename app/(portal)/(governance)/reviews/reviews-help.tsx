import { HelpNote } from "#components/ui/help-note.tsx";

/** For those who meet reviews for the first time. */
export function ReviewsHelp() {
  return (
    <HelpNote title="How reviews work">
      <p>
        A review fixes at its start who has what: by role, by group, or by app. Each line of it goes
        to a reviewer, who keeps it, revokes it, or asks the person first. Nobody reviews their own
        access.
      </p>
      <p>
        Revoking takes effect at once and is final; the other decisions can be changed until the
        deadline. Whatever nobody has decided by then, or asked about without deciding, is{" "}
        <strong className="font-medium text-ink">revoked</strong>, unless the review was started
        with another choice. The last administrator stays.
      </p>
      <p>
        Only who could revoke everything in a review can start it. In the end there is a signed file
        that says who decided what, and which events of the audit log prove it.
      </p>
      <p>
        “Last used” is when somebody last used what the line gives, as far as Gatehouse was asked
        about it, when the review began.
      </p>
    </HelpNote>
  );
}
