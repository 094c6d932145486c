import { Siren } from "lucide-react";
import type { RequestableRole } from "#lib/governance/requests/schema";
import { Requestable } from "./requestable.tsx";

/** Apart from everything else on the page, so that nobody takes it for an ordinary request. */
export function EmergencyAccess({ roles }: { roles: readonly RequestableRole[] }) {
  return (
    <section
      aria-labelledby="emergency-access"
      className="mb-8 rounded-lg border border-danger-line bg-danger-soft/40 p-4"
    >
      <h2
        id="emergency-access"
        className="flex items-center gap-2 font-semibold text-base text-danger"
      >
        <Siren aria-hidden className="size-4" />
        Emergency access
      </h2>
      <p className="mt-1 mb-3 max-w-3xl text-pretty text-sm">
        For when waiting would do harm. You have the role at once, and everybody who watches alerts
        is told in the same moment: a critical alert with your name, which leads to your reason.
      </p>
      {roles.length === 0 ? (
        <p className="text-ink-muted text-sm">
          No role can be taken in an emergency. Somebody who may allow elevation can change that.
        </p>
      ) : (
        <Requestable roles={roles} kind="emergency" />
      )}
    </section>
  );
}
