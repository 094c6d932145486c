import { Siren } from "lucide-react";
import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import type { AccessRequestRow, RequestState } from "#lib/governance/requests/schema";
import { stateLabel, stateTone } from "./words.ts";

export function StateBadge({ state }: { state: RequestState }) {
  return <Badge tone={stateTone(state)}>{stateLabel(state)}</Badge>;
}

export function EmergencyBadge() {
  return (
    <Badge tone="danger" icon={<Siren aria-hidden />}>
      Emergency
    </Badge>
  );
}

/** Which names lead somewhere: to pages that the person may see. */
export type Sees = { people: boolean; roles: boolean };

export function PersonName({ person, sees }: { person: AccessRequestRow["person"]; sees: Sees }) {
  return <Name name={person.name} href={sees.people ? `/users/${person.id}` : null} />;
}

export function RoleName({ role, sees }: { role: AccessRequestRow["role"]; sees: Sees }) {
  return <Name name={role.name} href={sees.roles ? `/roles/${role.id}` : null} />;
}

/** A name that leads somewhere, or not. */
export function Name({ name, href }: { name: string; href: string | null }) {
  if (href === null) return <span className="font-medium">{name}</span>;
  return (
    <Link href={href} prefetch={false} className="rounded font-medium hover:underline">
      {name}
    </Link>
  );
}
