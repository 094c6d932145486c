import { Inbox, Lock, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/**
 * Why there is nothing to see: nothing exists yet (say how to get something), nothing matches
 * (offer to clear the filters), or the person may not see it.
 */
type EmptyKind = "nothing-yet" | "nothing-matches" | "not-permitted";

const icons = { "nothing-yet": Inbox, "nothing-matches": SearchX, "not-permitted": Lock } as const;

type EmptyStateProps = {
  kind?: EmptyKind;
  /** Replaces the icon of the kind. */
  icon?: ReactNode;
  title: string;
  /** One or two sentences. */
  children?: ReactNode;
  /** A button or link: the one thing to do next. */
  action?: ReactNode;
  /** Heading level: 1 where the state is the whole page. */
  level?: 1 | 2 | 3;
  className?: string;
};

export function EmptyState(props: EmptyStateProps) {
  const { kind = "nothing-yet", icon, title, children, action, level = 2, className } = props;
  const Icon = icons[kind];
  const Heading = `h${level}` as const;
  return (
    <div
      data-empty={kind}
      className={cn(
        "mx-auto flex max-w-md flex-col items-center gap-1 px-6 py-14 text-center",
        className,
      )}
    >
      <div
        aria-hidden
        className="mb-3 flex size-10 items-center justify-center rounded-lg border bg-surface text-ink-muted [&_svg]:size-5"
      >
        {icon ?? <Icon />}
      </div>
      <Heading className="font-semibold text-base">{title}</Heading>
      {children ? <div className="text-pretty text-ink-muted text-sm">{children}</div> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
