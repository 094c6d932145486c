import { HelpNote } from "#components/ui/help-note.tsx";

/** For those who meet groups for the first time. */
export function GroupsHelp() {
  return (
    <HelpNote title="How groups work">
      <p>
        A group saves you from giving the same roles to one person after another. Give a role to the
        group, and everybody in it has the role; whoever leaves the group loses it within a second.
        Roles that somebody has in other ways stay.
      </p>
      <p>
        Into a group <strong className="font-medium text-ink">by hand</strong> you put people
        yourself. A group <strong className="font-medium text-ink">by a rule</strong> chooses them
        by what is known of them, such as their department or e-mail address: new people come in by
        themselves, and whoever changes department leaves by themselves.
      </p>
      <p>
        Before anything changes you see who would gain or lose what. You can only change groups that
        give no more than you may do yourself.
      </p>
    </HelpNote>
  );
}
