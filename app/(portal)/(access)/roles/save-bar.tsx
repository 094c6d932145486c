import type { ReactNode } from "react";

type SaveBarProps = {
  message: string;
  /** Above the buttons: what to know before pressing them. */
  notice?: ReactNode;
  children: ReactNode;
};

/** Stays in sight at the bottom while the page scrolls, with the buttons that end the editing. */
export function SaveBar({ message, notice, children }: SaveBarProps) {
  return (
    <div className="sticky bottom-3 z-10 overflow-hidden rounded-lg border bg-raised shadow-popup">
      {notice}
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2 px-3 py-2">
        <p role="status" className="min-w-0 flex-1 basis-40 text-sm">
          {message}
        </p>
        <div className="flex gap-2">{children}</div>
      </div>
    </div>
  );
}
