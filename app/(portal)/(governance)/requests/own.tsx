import { RelativeTime } from "#components/ui/relative-time.tsx";
import { durationWords } from "#lib/governance/requests/duration";
import type { AccessRequestRow } from "#lib/governance/requests/schema";
import { EndRole } from "./end-role.tsx";
import { EmergencyBadge, RoleName, type Sees, StateBadge } from "./marks.tsx";
import { Nothing, Section } from "./section.tsx";
import { Withdraw } from "./withdraw.tsx";

type OwnRequestsProps = { rows: readonly AccessRequestRow[]; sees: Sees };

/** What somebody has asked for or taken, and what became of it. */
export function OwnRequests({ rows, sees }: OwnRequestsProps) {
  return (
    <Section title="Your requests">
      {rows.length === 0 ? (
        <Nothing>You have not asked for a role yet.</Nothing>
      ) : (
        <ul aria-label="Your requests" className="divide-y rounded-lg border text-sm">
          {rows.map((request) => (
            <li key={request.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3 py-2.5">
              <div className="min-w-0 flex-1 basis-72">
                <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <RoleName role={request.role} sees={sees} />
                  <StateBadge state={request.state} />
                  {request.kind === "emergency" ? <EmergencyBadge /> : null}
                </p>
                <p className="text-pretty">“{request.reason}”</p>
                <p className="text-ink-muted">
                  <Standing request={request} />
                </p>
              </div>
              {request.state === "pending" ? <Withdraw request={request} /> : null}
              {request.state === "in_force" ? <EndRole request={request} isOwn /> : null}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Standing({ request }: { request: AccessRequestRow }) {
  const { state, decidedBy, comment, endsAt, endedBy, endedAt } = request;
  const said = comment ? `: ${comment}` : "";
  if (state === "in_force" && endsAt) {
    return (
      <>
        Ends <RelativeTime value={endsAt} />
        {decidedBy ? ` · approved by ${decidedBy.name}${said}` : null}
      </>
    );
  }
  if (state === "refused") return `Refused by ${decidedBy?.name ?? "somebody"}${said}`;
  if (state === "ended" && endedBy && endedAt) {
    return (
      <>
        Ended by {endedBy.name} <RelativeTime value={endedAt} />
      </>
    );
  }
  return (
    <>
      Asked <RelativeTime value={request.createdAt} /> for {durationWords(request.minutes)}
    </>
  );
}
