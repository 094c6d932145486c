/** How long a one-time link works. */
export const LOGIN_LINK_HOURS = 24;
