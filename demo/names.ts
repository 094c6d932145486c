import type { Random } from "../lib/core/random.ts";
import type { Country } from "./calendar.ts";

/** Latin letters without accents, so that an address can be made of every name. */
const firstNames = (
  "Aaron Adriana Ahmed Aisha Alejandro Alice Amara Amelia Ananya Andre Anika Antonio Ben Bianca " +
  "Brandon Caleb Camila Carla Chidi Chloe Clara Daniel Daria David Deepak Diana Dmitri Elena Elias " +
  "Emma Erik Esther Ethan Farah Felix Fiona Florian Gabriel Grace Greta Hannah Hassan Hiro Ines " +
  "Isaac Ivan Jamal Jana Jasmin Jonas Jordan Joy Julia Kai Karim Katrin Kenji Laila Lars Laura " +
  "Leah Leon Lina Lucas Luis Malik Marco Maria Marta Mateo Maya Mei Milan Mina Nadia Naomi Nathan " +
  "Nina Noah Nora Olga Oliver Omar Oscar Paula Peter Petra Quinn Rafael Rahul Rania Rebecca Ricardo " +
  "Rosa Ruth Ryan Samir Samuel Sara Sebastian Selma Sofia Stefan Tara Theo Thomas Uma Valentina " +
  "Vera Victor Vikram Wei Yasmin Yuki Yusuf Zara Zoe"
).split(" ");

const lastNames = (
  "Abbott Adeyemi Aguilar Ahmadi Albrecht Andersen Arora Bach Bailey Banerjee Barros Becker Bennett " +
  "Bergmann Bianchi Brandt Brooks Bui Carter Castillo Chan Chen Cohen Cooper Costa Cruz Dang Delgado " +
  "Diaz Dubois Eriksen Evans Fischer Flores Foster Fraser Fujita Garcia Gomez Graham Gupta Haddad " +
  "Hansen Hartmann Hayes Hoffmann Hughes Ito Iyer Jansen Jensen Joshi Kaminski Kapoor Keller Khan Kim " +
  "Klein Koch Kowalski Kruger Kumar Larsen Lee Lehmann Lim Lopez Marino Martin Mbeki Mehta Meyer " +
  "Mitchell Morales Moreau Nakamura Nair Nguyen Novak Nowak Obi Olsen Ortiz Osei Park Patel Pereira " +
  "Pham Popov Price Ramos Reddy Reyes Richter Rivera Rossi Ruiz Saito Santos Sato Schmidt Schneider " +
  "Shah Sharma Silva Singh Soto Sullivan Suzuki Tanaka Tan Torres Tran Vargas Vogel Wagner Walker " +
  "Wang Weber White Wong Wright Yamada Yang Young Zhang Ziegler Zimmermann"
).split(" ");

/** A full name that is not in `taken`, and adds it there. */
export function makeName(random: Random, taken: Set<string>): string {
  for (;;) {
    const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

export function emailOf(name: string, domain: string): string {
  return `${name.toLowerCase().replaceAll(" ", ".")}@${domain}`;
}

const beginnings = (
  "Alder Apex Atlas Beacon Birch Blue Brightwater Cascade Cedar Cobalt Copper Crescent Delta Eastgate " +
  "Elm Evergreen Falcon Fjord Foxglove Granite Greenfield Halcyon Hazel Highland Horizon Iron Juniper " +
  "Keystone Lakeside Larch Linden Lumen Magnolia Maple Meridian Midland Nimbus Nordlicht Oak Onyx Orchard " +
  "Pinecrest Polaris Quarry Redwood Ridgeway Riverbend Rowan Sable Sequoia Silverline Southport Sterling " +
  "Summit Tamarack Terra Thistle Tidewater Union Upland Valley Vertex Walnut Westbrook Willow"
).split(" ");

const endings: Record<Country, readonly string[]> = {
  US: ["Logistics", "Foods", "Fulfillment", "Pharmacy Supply", "Grocers", "Outfitters", "Parts Co"],
  DE: ["Logistik GmbH", "Handel GmbH", "Versand AG", "Lager GmbH", "Pharma AG"],
  SG: ["Freight Pte Ltd", "Cold Chain Pte Ltd", "Trading Pte Ltd"],
  CA: ["Seafood", "Ferries", "Marine Supply", "Port Services", "Shipping"],
};

/** A company name that is not in `taken`, and adds it there. */
export function makeCompanyName(random: Random, country: Country, taken: Set<string>): string {
  for (;;) {
    const name = `${random.pick(beginnings)} ${random.pick(endings[country])}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
