import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { GivenForTimeRow } from "#lib/governance/requests/schema";
import { Name, RoleName, type Sees } from "./marks.tsx";
import { itemClass, listClass } from "./others.tsx";
import { Nothing, Section } from "./section.tsx";

type GivenForTimeProps = {
  rows: readonly GivenForTimeRow[];
  /** How many there are, of which `rows` are the first. */
  total: number;
  sees: Sees & { groups: boolean };
};

/** Who was given a role by hand until a time: it is changed and taken away where it was given. */
export function GivenForTime({ rows, total, sees }: GivenForTimeProps) {
  return (
    <Section title="Given by hand until a date">
      {rows.length === 0 ? (
        <Nothing>Nobody was given a role by hand that ends by itself.</Nothing>
      ) : (
        <ul aria-label="Roles given by hand until a date" className={listClass}>
          {rows.map(({ receiver, role, since, endsAt, reason }) => (
            <li key={`${receiver.id} ${role.id}`} className={itemClass}>
              <div className="min-w-0 flex-1 basis-72">
                <p>
                  {receiver.kind === "group" ? "Everybody in " : null}
                  <Name name={receiver.name} href={hrefOf(receiver, sees)} /> has{" "}
                  <RoleName role={role} sees={sees} />
                </p>
                {reason ? <p className="text-pretty">“{reason}”</p> : null}
                <p className="text-ink-muted">
                  Ends <RelativeTime value={endsAt} /> · since <RelativeTime value={since} />
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {total > rows.length ? (
        <p className="mt-2 text-ink-muted text-sm">
          The {rows.length} of {total} that end soonest.
        </p>
      ) : null}
    </Section>
  );
}

function hrefOf({ id, kind }: GivenForTimeRow["receiver"], sees: GivenForTimeProps["sees"]) {
  if (kind === "group") return sees.groups ? `/groups/${id}` : null;
  return sees.people ? `/users/${id}` : null;
}
