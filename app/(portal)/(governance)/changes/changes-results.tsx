import { NoSearch } from "#components/data-table/no-search.tsx";
import { TableLink } from "#components/data-table/table-link.tsx";
import type { FoundPerson } from "../../(identity)/person-picker/actions.ts";
import { ChangesTable } from "./changes-table.tsx";
import { UNNAMED_PARAM } from "./filters.ts";
import type { SearchOutcome } from "./load.ts";

type ChangesResultsProps = {
  results: Promise<SearchOutcome>;
  isFiltered: boolean;
  person: FoundPerson | null;
};

/** As many are counted. */
const MANY = 100;

export async function ChangesResults({ results, isFiltered, person }: ChangesResultsProps) {
  const outcome = await results;
  if (!outcome.page) return <NoSearch message={outcome.message} />;
  return (
    <>
      {outcome.unnamed > 0 ? (
        <UnnamedNotice count={outcome.unnamed} name={person?.name ?? "this person"} />
      ) : null}
      <ChangesTable page={outcome.page} isFiltered={isFiltered} />
    </>
  );
}

/** A radius names 500 people: whether somebody is among the others, the log does not say. */
function UnnamedNotice({ count, name }: { count: number; name: string }) {
  const isOne = count === 1;
  const many =
    count >= MANY ? `At least ${MANY} changes` : isOne ? "One change" : `${count} changes`;
  return (
    <p role="note" className="mb-3 rounded-md border bg-surface px-3 py-2 text-sm">
      {many} reached more people than the log names, and perhaps {name} as well.{" "}
      <TableLink
        changes={{ [UNNAMED_PARAM]: "1", cursor: null }}
        className="text-accent-text underline underline-offset-2"
      >
        {isOne ? "Show it" : "Show them"}
      </TableLink>
    </p>
  );
}
