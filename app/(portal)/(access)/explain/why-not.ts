import { permissionName } from "#components/access/permission-words.ts";
import type { Answer } from "#lib/access/explain/schema";

const and = new Intl.ListFormat("en", { type: "conjunction" });
const list = new Intl.ListFormat("en", { type: "disjunction" });

type Whose = { isSelf: boolean; isPast: boolean };

/** A no in a sentence; null for a yes, which its reasons tell. */
export function whyNot(answer: Answer, { isSelf, isPast }: Whose): string | null {
  if (answer.allowed) return null;
  const who = isSelf ? "you" : answer.person.name;
  if (!isPast && answer.person.status === "disabled") {
    return `${capital(who)} ${isSelf ? "are" : "is"} disabled, and whoever is disabled may do nothing, whatever their roles say.`;
  }
  if (answer.disabledModule) {
    const module = permissionName(answer.disabledModule).replace("Module: ", "");
    return `The module ${module} ${isPast ? "was" : "is"} switched off for everybody, and with it all that lies in it.`;
  }
  if (answer.denies.length > 0) {
    return answer.allows.length + answer.dormant.length > 0
      ? "Something denies it, and a denial always wins over what allows it."
      : "Something denies it. Nothing allows it either.";
  }
  if (answer.dormant.length > 0) return notInUse(answer, isSelf, isPast);
  if (answer.ownAllows.length > 0) {
    return answer.target
      ? `${capital(who)} may do it only on what ${isSelf ? "you own" : "they own"}, which this is not.`
      : `${capital(who)} may do it only on what ${isSelf ? "you own" : "they own"}. Name a resource to ask about that one.`;
  }
  const whose = isSelf ? "your" : "their";
  const tense = isPast ? "allowed" : "allows";
  const where = answer.target ? ", and no grant on this or on what lies above it" : "";
  return `None of ${whose} roles ${tense} it, neither directly nor through a group${where}.`;
}

/** Held, and kept out of use by a rule: until a session chooses it, or beside a grant that always counts. */
function notInUse({ dormant, person }: Answer, isSelf: boolean, isPast: boolean): string {
  const names = dormant.flatMap((each) => (each.kind === "role" ? (each.path[0]?.name ?? []) : []));
  const roles = list.format(new Set(names));
  const rule = `the separation of duty “${dormant[0]?.rule.name}”`;
  const role = `${isSelf ? "Your" : "The"} role ${roles}`;
  if (dormant.every(({ grants }) => grants.length > 0)) {
    const grants = and.format(new Set(dormant.flatMap((each) => each.grants)));
    const whose = isSelf ? "you have" : `${person.name} has`;
    return `${role} ${isPast ? "allowed" : "would allow"} it, and no choice lets it be used: ${whose} ${grants}, which always counts, and ${rule} lets nobody use the two together.`;
  }
  const why = `${rule} lets nobody use it together with what it excludes.`;
  if (isSelf) {
    return `${role} ${isPast ? "allowed" : "would allow"} it, but this session does not use it: ${why}`;
  }
  return `${role} ${isPast ? "allowed" : "allows"} it only in sessions in which ${person.name} ${isPast ? "had" : "has"} chosen to use it: ${why}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
