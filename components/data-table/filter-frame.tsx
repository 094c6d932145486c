import type { ReactNode } from "react";

type FilterFrameProps = {
  /** Ties the message to its control by `aria-describedby`. */
  messageId: string;
  message: string | null | undefined;
  className?: string;
  children: ReactNode;
};

/** A filter's control with what is wrong about its value right below it. */
export function FilterFrame({ messageId, message, className, children }: FilterFrameProps) {
  return (
    <div className={className}>
      {children}
      <p
        id={messageId}
        aria-live="polite"
        className="max-w-64 text-danger text-xs empty:hidden not-empty:mt-1"
      >
        {message}
      </p>
    </div>
  );
}
