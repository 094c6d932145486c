import { RelativeTime } from "#components/ui/relative-time.tsx";
import { durationWords } from "#lib/governance/requests/duration";
import type { AccessRequestRow } from "#lib/governance/requests/schema";
import { Decide } from "./decide.tsx";
import { EndRole } from "./end-role.tsx";
import { EmergencyBadge, PersonName, RoleName, type Sees } from "./marks.tsx";
import { Nothing, Section } from "./section.tsx";

type ListProps = {
  rows: readonly AccessRequestRow[];
  /** How many there are, of which `rows` are the first. */
  total: number;
  ownId: string;
  canDecide: boolean;
  sees: Sees;
};

export const listClass = "divide-y rounded-lg border text-sm";
export const itemClass = "flex flex-wrap items-start gap-x-4 gap-y-2 px-3 py-2.5";

/** What waits for a decision, longest waiting first. */
export function Queue({ rows, total, ownId, canDecide, sees }: ListProps) {
  return (
    <Section title="Waiting for a decision">
      {rows.length === 0 ? (
        <Nothing>Nothing waits for a decision.</Nothing>
      ) : (
        <ul aria-label="Requests that wait for a decision" className={listClass}>
          {rows.map((request) => (
            <li key={request.id} className={itemClass}>
              <div className="min-w-0 flex-1 basis-72">
                <p>
                  <PersonName person={request.person} sees={sees} /> asks for{" "}
                  <RoleName role={request.role} sees={sees} /> for {durationWords(request.minutes)}
                </p>
                <p className="text-pretty">“{request.reason}”</p>
                <p className="text-ink-muted">
                  Asked <RelativeTime value={request.createdAt} />
                </p>
              </div>
              {request.person.id === ownId ? (
                <p className="text-ink-muted">Your own: somebody else decides</p>
              ) : canDecide ? (
                <Decide request={request} />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <More shown={rows.length} total={total} what="waiting requests" />
    </Section>
  );
}

/** Who has a role for a time now; what was taken in an emergency comes first. */
export function InForce({ rows, total, ownId, canDecide, sees }: ListProps) {
  return (
    <Section title="In force now">
      {rows.length === 0 ? (
        <Nothing>No role that was asked for or taken in an emergency is in force.</Nothing>
      ) : (
        <ul aria-label="Roles in force" className={listClass}>
          {rows.map((request) => (
            <li key={request.id} className={itemClass}>
              <div className="min-w-0 flex-1 basis-72">
                <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  {request.kind === "emergency" ? <EmergencyBadge /> : null}
                  <span>
                    <PersonName person={request.person} sees={sees} /> has{" "}
                    <RoleName role={request.role} sees={sees} />
                  </span>
                </p>
                <p className="text-pretty">“{request.reason}”</p>
                <p className="text-ink-muted">
                  Ends <RelativeTime value={request.endsAt ?? request.createdAt} />
                  {request.decidedBy ? ` · approved by ${request.decidedBy.name}` : null}
                </p>
              </div>
              {request.person.id === ownId || canDecide ? (
                <EndRole request={request} isOwn={request.person.id === ownId} />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <More shown={rows.length} total={total} what="roles in force" />
    </Section>
  );
}

function More({ shown, total, what }: { shown: number; total: number; what: string }) {
  if (total <= shown) return null;
  return (
    <p className="mt-2 text-ink-muted text-sm">
      The first {shown} of {total} {what}. The history lists them all.
    </p>
  );
}
