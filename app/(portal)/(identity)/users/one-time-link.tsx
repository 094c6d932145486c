import { SecretText } from "#components/ui/secret-text.tsx";
import { LOGIN_LINK_HOURS } from "#lib/identity/credentials/link-hours";

/** The address with which a person chooses their first password. */
export function linkOf(origin: string, token: string): string {
  return `${origin}/first-login#${token}`;
}

/** A link that is shown this once. */
export function OneTimeLink({ link, name }: { link: string; name: string }) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <SecretText text={link} label="link" />
      <p className="text-ink-muted">
        Send it to {name} in a way that nobody else can read: whoever opens it first chooses the
        password. It works once and for {LOGIN_LINK_HOURS} hours. When it has run out, make a new
        one on {name}’s page.
      </p>
    </div>
  );
}
