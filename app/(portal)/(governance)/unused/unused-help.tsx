import { HelpNote } from "#components/ui/help-note.tsx";

/** What counts as used, and what a replay can promise. */
export function UnusedHelp() {
  return (
    <HelpNote title="How use is counted">
      <p>
        Whenever somebody is allowed something, here or in one of your products, Gatehouse notes who
        used which permission on which day, and whether they had it by a role or by a grant on
        something. It takes up to a minute to show, and is kept for 400 days.
      </p>
      <p>
        A permission counts as used as well when somebody used one that includes it: whoever changes
        documents needs to read them. Opening a module is not counted: what is done in it is.
      </p>
      <p>
        The smaller role that is proposed leaves out what none of its people used. The replay
        decides everything again that they were allowed in that time, with the smaller role, and
        names whoever would be stopped. What is denied already is not counted against it.
      </p>
      <p>
        What is done less often than the time you look at, such as closing the year, looks unused.
        Look at a longer time, or keep it.
      </p>
    </HelpNote>
  );
}
