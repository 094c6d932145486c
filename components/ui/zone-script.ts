/** Holds the browser's IANA time zone, so that the server writes times as the browser would. */
export const ZONE_COOKIE = "time-zone";

/** In what the server writes times while it does not know the browser's zone. */
export const UNKNOWN_ZONE = "UTC";

const YEAR_SECONDS = 365 * 24 * 3_600;

/**
 * Runs before the page is painted: tells the server the zone for the next page, and hides the times of
 * this one where they are written in another (globals.css) until the page has written them anew.
 * A constant, because the Content-Security-Policy allows it by its hash.
 */
export const zoneScript = `{
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const cookie = "${ZONE_COOKIE}=" + zone;
  if (!document.cookie.split("; ").includes(cookie)) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = cookie + "; path=/; max-age=${YEAR_SECONDS}; samesite=lax" + secure;
  }
  const page = document.documentElement.dataset;
  if (page.zone !== zone) page.otherZone = "";
}`;
