import Link from "next/link";
import type { ReactNode } from "react";

type NoticeProps = {
  /** What it is about, for screen readers. */
  label: string;
  icon: ReactNode;
  children: string;
  /** What one does: "Choose which to use". */
  action: string;
} & ({ href: string; onAct?: never } | { onAct: () => void; href?: never });

const actionStyle = "rounded font-medium text-accent-text underline underline-offset-2";

/** Stands on every page while something waits for whoever is logged in. */
export function Notice({ label, icon, children, href, onAct, action }: NoticeProps) {
  return (
    <aside
      aria-label={label}
      className="flex items-start gap-2 border-b bg-surface px-4 py-2 text-ink-muted text-sm md:px-6 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {icon}
      <p>
        {children}{" "}
        {href === undefined ? (
          <button type="button" onClick={onAct} className={actionStyle}>
            {action}
          </button>
        ) : (
          <Link href={href} className={actionStyle}>
            {action}
          </Link>
        )}
        .
      </p>
    </aside>
  );
}
