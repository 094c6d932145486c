import { offsetWords } from "#components/ui/local-time.ts";
import type { SearchGroup, SearchOption } from "#components/ui/search-select.tsx";

/** The value that stands for "as the browser". */
export const AUTOMATIC = "automatic";

/** Browsers list some zones by names that nobody looks for any more; they understand the new ones. */
const renamed: Record<string, string> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Godthab": "America/Nuuk",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** The present name of a zone. */
export function presentName(zone: string): string {
  return renamed[zone] ?? zone;
}

/** "America/Argentina/Buenos_Aires" → "Buenos Aires, Argentina". */
export function zoneLabel(zone: string): string {
  const [, ...places] = zone.replaceAll("_", " ").split("/");
  return places.length > 0 ? places.reverse().join(", ") : zone;
}

const offsetOf = (zone: string, nowMs: number) => offsetWords(new Date(nowMs).toISOString(), zone);

function optionOf(zone: string, nowMs: number): SearchOption {
  return { value: zone, label: zoneLabel(zone), hint: offsetOf(zone, nowMs), keywords: zone };
}

/**
 * The time zones by continent, after those that belong to none. Asks Intl for every zone's offset,
 * which takes a moment: only for a list that somebody opens.
 */
export function timeZoneGroups(
  listed: readonly string[],
  browserZone: string,
  chosen: string | null,
  nowMs: number,
): SearchGroup[] {
  const zones = listed.map(presentName).sort();
  const automatic: SearchOption = {
    value: AUTOMATIC,
    label: "Automatic",
    hint: `${zoneLabel(browserZone)}, ${offsetOf(browserZone, nowMs)}`,
    keywords: `browser ${browserZone}`,
  };
  const others = new Set(["UTC", ...(chosen !== null && !zones.includes(chosen) ? [chosen] : [])]);
  const byContinent = Object.groupBy(
    zones.filter((zone) => !others.has(zone)),
    (zone) => zone.split("/")[0] ?? zone,
  );
  return [
    { heading: "", items: [automatic, ...[...others].map((zone) => optionOf(zone, nowMs))] },
    ...Object.entries(byContinent).map(([heading, members = []]) => ({
      heading,
      items: members.map((zone) => optionOf(zone, nowMs)),
    })),
  ];
}
