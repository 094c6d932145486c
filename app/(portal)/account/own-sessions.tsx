"use client";

import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { ActionDialog } from "#components/shell/action-dialog.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { describeDevice } from "#lib/identity/sessions/device";
import type { SessionRow } from "#lib/identity/sessions/schema";
import { revokeOwnSessionAction } from "./actions.ts";

type OwnSessionsProps = { rows: readonly SessionRow[]; currentId: string | null };

export function OwnSessions({ rows, currentId }: OwnSessionsProps) {
  const [ending, setEnding] = useState<SessionRow | null>(null);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ul className="divide-y rounded-lg border">
        {rows.map((row) => (
          <OwnSession
            key={row.id}
            row={row}
            current={row.id === currentId}
            onEnd={() => {
              setEnding(row);
              setAsking(true);
            }}
          />
        ))}
      </ul>
      <ActionDialog
        open={asking}
        onOpenChange={setAsking}
        title="End this session?"
        description={
          ending
            ? `${describeDevice(ending.userAgent)}${ending.ip ? `, ${ending.ip}` : ""} is logged out within a second and has to log in again.`
            : null
        }
        confirmLabel="End session"
        danger
        action={() => revokeOwnSessionAction({ sessionId: ending?.id })}
        done="Session ended"
        failed="The session was not ended"
      />
    </>
  );
}

type OwnSessionProps = { row: SessionRow; current: boolean; onEnd: () => void };

function OwnSession({ row, current, onEnd }: OwnSessionProps) {
  const device = describeDevice(row.userAgent);
  return (
    <li className="flex min-h-14 items-center gap-3 px-3 py-2 text-sm">
      <MonitorSmartphone aria-hidden className="hidden size-4 shrink-0 text-ink-muted sm:block" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2">
          <span title={row.userAgent ?? undefined}>{device}</span>
          {current ? <Badge tone="success">This session</Badge> : null}
        </div>
        <div className="text-ink-muted">
          {row.ip ? <span className="font-mono text-xs">{row.ip}</span> : "Unknown address"}
          {" · logged in "}
          <RelativeTime value={row.createdAt} />
          {" · last seen "}
          <RelativeTime value={row.lastSeenAt} />
        </div>
      </div>
      {current ? null : (
        <Button size="sm" aria-label={`End session: ${device}`} onClick={onEnd}>
          End
        </Button>
      )}
    </li>
  );
}
