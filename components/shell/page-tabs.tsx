import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "../ui/cn.ts";

type PageTab = {
  href: string;
  label: string;
  /** Stands behind the label: how many there are, or how many wait. */
  note?: ReactNode;
};

type PageTabsProps = {
  /** What the pages are about. */
  label: string;
  tabs: readonly PageTab[];
  /** The address of the page that is open, as the tabs write it. */
  current: string;
};

/** The way between the pages of a family; nothing where there is only one of them. */
export function PageTabs({ label, tabs, current }: PageTabsProps) {
  if (tabs.length < 2) return null;
  return (
    <nav
      aria-label={label}
      className="mb-5 flex gap-4 overflow-x-auto whitespace-nowrap border-b text-sm"
    >
      {tabs.map(({ href, label: name, note }) => (
        <Link
          key={href}
          href={href}
          aria-current={href === current ? "page" : undefined}
          className={cn(
            "-outline-offset-2 rounded-t border-transparent border-b-2 px-1 py-2 font-medium text-ink-muted hover:text-ink",
            href === current && "border-accent text-ink",
          )}
        >
          {name}
          {note ? <span className="font-normal text-ink-muted"> {note}</span> : null}
        </Link>
      ))}
    </nav>
  );
}
