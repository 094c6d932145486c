import { Split } from "lucide-react";
import Link from "next/link";

/** On every page, while somebody has roles of which they have to choose before they can use any. */
export function RoleNotice() {
  return (
    <aside
      aria-label="Roles not in use"
      className="flex items-start gap-2 border-b bg-surface px-4 py-2 text-ink-muted text-sm md:px-6"
    >
      <Split aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        Some of your roles exclude each other.{" "}
        <Link
          href="/account#roles"
          className="rounded font-medium text-accent-text underline underline-offset-2"
        >
          Choose which to use
        </Link>
        .
      </p>
    </aside>
  );
}
