import { HelpNote } from "#components/ui/help-note.tsx";

/** For those who meet the matrix for the first time. */
export function MatrixHelp() {
  return (
    <HelpNote title="How to read the matrix">
      <p>
        A row is a role or a person, a column is a permission. The mark where they meet is what
        Gatehouse decides: one denial is enough for a no, wherever it was said. Of a role you also
        see what it says itself, in a box, and what it inherits.
      </p>
      <p>
        Point at a mark, or go there with the arrow keys, to read it in words below the matrix. A
        mark of a person leads to why it is so, a mark of a role to the role.
      </p>
      <p>
        “Only differences” leaves the permissions in which the chosen rows are not all the same. An
        export holds exactly what the filters choose, and is recorded in the audit log.
      </p>
    </HelpNote>
  );
}
