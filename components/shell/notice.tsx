import Link from "next/link";
import type { ReactNode } from "react";

type NoticeProps = {
  /** What it is about, for screen readers. */
  label: string;
  icon: ReactNode;
  children: string;
  href: string;
  /** What one does there: "Choose which to use". */
  action: string;
};

/** Stands on every page while something waits for whoever is signed in. */
export function Notice({ label, icon, children, href, action }: NoticeProps) {
  return (
    <aside
      aria-label={label}
      className="flex items-start gap-2 border-b bg-surface px-4 py-2 text-ink-muted text-sm md:px-6 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {icon}
      <p>
        {children}{" "}
        <Link
          href={href}
          className="rounded font-medium text-accent-text underline underline-offset-2"
        >
          {action}
        </Link>
        .
      </p>
    </aside>
  );
}
