import type { Random } from "../lib/core/random.ts";
import type { Country } from "./calendar.ts";

/** Where people work: their clock, their holidays and their way to the Internet. */
export type Office = {
  city: string;
  country: Country;
  timeZone: string;
  /** Everybody in the office comes from one of these addresses. */
  addresses: readonly string[];
};

// Every address is from the blocks that RFC 5737 and RFC 3849 reserve for documentation: a demo
// must not accuse the owner of a real one.
export const offices = {
  boston: {
    city: "Boston",
    country: "US",
    timeZone: "America/New_York",
    addresses: ["203.0.113.10", "203.0.113.11"],
  },
  berlin: {
    city: "Berlin",
    country: "DE",
    timeZone: "Europe/Berlin",
    addresses: ["203.0.113.40"],
  },
  singapore: {
    city: "Singapore",
    country: "SG",
    timeZone: "Asia/Singapore",
    addresses: ["203.0.113.70"],
  },
  halifax: {
    city: "Halifax",
    country: "CA",
    timeZone: "America/Halifax",
    addresses: ["203.0.113.130"],
  },
} as const satisfies Record<string, Office>;

export type OfficeId = keyof typeof offices;

const homes: Record<Country, { v4: [from: number, to: number]; v6: string }> = {
  US: { v4: [1, 120], v6: "2001:db8:10" },
  DE: { v4: [121, 200], v6: "2001:db8:49" },
  SG: { v4: [201, 225], v6: "2001:db8:65" },
  CA: { v4: [226, 254], v6: "2001:db8:1c" },
};

/** A home connection; about a third of them are IPv6. */
export function makeHomeAddress(random: Random, country: Country): string {
  const { v4, v6 } = homes[country];
  if (random.chance(0.65)) return `198.51.100.${random.int(...v4)}`;
  return `${v6}${random.hex(2)}:${random.int(1, 9)}${random.hex(3)}::${random.int(1, 9)}${random.hex(3)}`;
}

/** A hotel, a train or a customer's guest network. */
export function makeTravelAddress(random: Random): string {
  return `192.0.2.${random.int(2, 90)}`;
}

/** Hosting providers abroad, rented by the attackers. Nobody else comes from there. */
export const attackAddresses = [
  "192.0.2.139",
  "192.0.2.146",
  "192.0.2.171",
  "192.0.2.188",
  "192.0.2.203",
  "192.0.2.231",
] as const;

/** From where somebody guesses one account's password. Nobody else comes from there. */
export const guessingAddress = "192.0.2.213";

/** From where one password is tried on many accounts. Nobody else comes from there. */
export const sprayingAddress = "192.0.2.98";

/** From where the odd export happens. Nobody else comes from there. */
export const oddExportAddress = "192.0.2.117";
