import { HelpNote } from "#components/ui/help-note.tsx";

export function ChangesHelp() {
  return (
    <HelpNote title="What is listed here">
      <p>
        Every change of who may do what: of people, roles, groups, grants, resources, modules and
        API keys. Open one to see what it was before and after, and who gained and lost what by it.
      </p>
      <p>
        Choose a person to see what concerned them, also what reached them through a role or a
        group. A change that reached more than 500 people names the first 500 and counts the rest.
      </p>
      <p>Nothing can be taken out of this list: it is read from the audit log.</p>
    </HelpNote>
  );
}
