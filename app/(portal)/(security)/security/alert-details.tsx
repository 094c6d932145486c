"use client";

import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Fact, FactList } from "#components/ui/fact-list.tsx";
import { LongText } from "#components/ui/long-text.tsx";
import { Num } from "#components/ui/num.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { AlertDetail } from "#lib/security/alerts/schema";
import { AlertHistory } from "./alert-history.tsx";
import { groupLabel } from "./labels.ts";
import { SeverityBadge } from "./severity-badge.tsx";
import { StateMark } from "./state-mark.tsx";
import { TriggeringEvents } from "./triggering-events.tsx";

type AlertDetailsProps = {
  alert: AlertDetail;
  /** A change of it is on its way to the server. */
  isSaving: boolean;
  /** Somebody else changed it while the person was about to. */
  isOvertaken: boolean;
  canReadAudit: boolean;
  /** The form with which it is resolved or reopened, while that is being done. */
  children: ReactNode;
};

/** Everything that is known about one alert. */
export function AlertDetails(props: AlertDetailsProps) {
  const { alert, isSaving, isOvertaken, canReadAudit, children } = props;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-3">
        <LongText text={alert.title} className="font-medium text-base" />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1" aria-busy={isSaving}>
          <SeverityBadge severity={alert.severity} />
          <StateMark state={alert.state} verdict={alert.verdict} />
          {isSaving ? <span className="text-ink-muted text-sm">Saving…</span> : null}
        </div>
        <Overtaken isShown={isOvertaken} />
        {children}
      </div>
      <Facts alert={alert} />
      <TriggeringEvents alert={alert} canReadAudit={canReadAudit} />
      <AlertHistory changes={alert.changes} />
    </div>
  );
}

/** The live region is always there, so that the change is read out. */
function Overtaken({ isShown }: { isShown: boolean }) {
  return (
    <div role="status" className="empty:hidden">
      {isShown ? (
        <p className="flex items-start gap-2 rounded-md border bg-surface px-3 py-2 text-sm">
          <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-muted" />
          Somebody else changed this alert first. It is shown as it stands now; the history below
          says who did what.
        </p>
      ) : null}
    </div>
  );
}

function Facts({ alert }: { alert: AlertDetail }) {
  const group = groupLabel(alert.groupBy);
  return (
    <FactList>
      <Fact term="Rule">
        <span className="block text-pretty">{alert.ruleSentence}</span>
      </Fact>
      <Fact term={group}>
        <span className="flex items-start gap-1">
          <LongText text={alert.groupValue} className="min-w-0 font-mono text-xs leading-5" />
          <CopyButton
            text={alert.groupValue}
            label={group === "IP address" ? group : group.toLowerCase()}
            className="-my-1"
          />
        </span>
      </Fact>
      <Fact term="Events">
        <span className="tabular-nums">
          <Num value={alert.eventCount} />
        </span>
      </Fact>
      <Fact term="First event">
        <AbsoluteTime value={alert.firstEventAt} />
      </Fact>
      <Fact term="Last event">
        <AbsoluteTime value={alert.lastEventAt} />
      </Fact>
      <Fact term="Raised">
        <AbsoluteTime value={alert.createdAt} />
      </Fact>
    </FactList>
  );
}

/** As high as the facts of a usual alert. */
export function AlertSkeleton() {
  const rows = ["w-4/5", "w-1/2", "w-1/4", "w-3/5", "w-2/3", "w-3/4"];
  return (
    <div role="status">
      <span className="sr-only">Loading the alert…</span>
      <Skeleton className="h-5 w-3/4" />
      <Skeleton className="mt-4 mb-6 h-5 w-2/5" />
      {rows.map((width, index) => (
        <div
          key={width}
          className={`grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-x-3 border-b ${index === 0 ? "h-19" : "h-9.25"}`}
        >
          <Skeleton className="h-3 w-16" />
          <Skeleton className={`h-3 ${width}`} />
        </div>
      ))}
    </div>
  );
}
