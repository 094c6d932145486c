import { CopyButton } from "#components/ui/copy-button.tsx";
import { LOGIN_LINK_HOURS } from "#lib/identity/credentials/link-hours";

/** The address with which a person chooses their first password. */
export function linkOf(origin: string, token: string): string {
  return `${origin}/first-login#${token}`;
}

/** A link that is shown this once. */
export function OneTimeLink({ link, name }: { link: string; name: string }) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <div className="flex flex-col gap-2 sm:flex-row sm:items-start">
        <code
          data-one-time-link
          className="min-w-0 flex-1 break-all rounded-md border bg-surface px-3 py-1.5 font-mono text-xs leading-5"
        >
          {link}
        </code>
        <CopyButton text={link} label="link" showLabel autoFocus />
      </div>
      <p className="text-ink-muted">
        Send it to {name} in a way that nobody else can read: whoever opens it first chooses the
        password. It works once and for {LOGIN_LINK_HOURS} hours. When it has run out, make a new
        one on {name}’s page.
      </p>
    </div>
  );
}
