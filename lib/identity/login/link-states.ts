import { LOGIN_LINK_HOURS } from "../credentials/link-hours.ts";

/** Why a one-time link does not work any more, or never did. */
export type DeadLink = "used" | "replaced" | "expired" | "unknown";
export type LinkState = "open" | DeadLink;

const ASK = "ask an administrator for a new one.";

/** What to tell whoever holds the link, and nobody else can: its secret is 256 random bits. */
export const deadLinks: Readonly<Record<DeadLink, { title: string; message: string }>> = {
  used: {
    title: "This link was used already",
    message: `A password was chosen with it. Log in with that password. If it was not you, or you have forgotten it: ${ASK}`,
  },
  replaced: {
    title: "This link was replaced by a newer one",
    message: `Only the newest link works. If you do not have it: ${ASK}`,
  },
  expired: {
    title: "This link has expired",
    message: `Links work for ${LOGIN_LINK_HOURS} hours, and end when a password is chosen in another way or the account is disabled. If you still need one: ${ASK}`,
  },
  unknown: {
    title: "This link is incomplete or unknown",
    message: `Copy the whole of it, to the last character. If that does not help: ${ASK}`,
  },
};
