import { History } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";

type PastNoticeProps = {
  /** ISO 8601. */
  at: string;
  /** The same page without the moment. */
  nowHref: string;
  children?: ReactNode;
};

/** Above whatever is told about the past, so that nobody takes it for today. */
export function PastNotice({ at, nowHref, children }: PastNoticeProps) {
  return (
    <div
      role="note"
      className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-warning-line bg-warning-soft px-3 py-2 text-sm text-warning"
    >
      <History aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-60">
        <span className="font-medium">
          This is the past: as it was on <AbsoluteTime value={at} />.
        </span>{" "}
        {children}
      </p>
      <ButtonLink size="sm" href={nowHref}>
        Show now
      </ButtonLink>
    </div>
  );
}
