import { RecentlyRead } from "../../platform/recently-read.ts";
import { singleton } from "../../platform/singleton.ts";
import type { Principal } from "./principal.ts";

/** Who is behind each session, by session id, as it was read less than a second ago. */
export const recentPrincipals = () =>
  singleton("recentSessions", () => new RecentlyRead<Principal | null>());

/** Makes the end of a session visible to this process at once; the others follow within a second. */
export function forgetPrincipal(sessionId: string): void {
  recentPrincipals().forget(sessionId);
}

/** Makes a change of what people may do visible to this process at once. */
export function forgetEveryPrincipal(): void {
  recentPrincipals().clear();
}
