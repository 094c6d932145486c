/** The type of a subject that is a person in every tenant; tenants name others of their products'. */
export const PERSON_TYPE = "user";

/** By which of their identifiers a search names people; an evaluation knows them by each. */
export const idFormats = ["external_id", "email", "user_id"] as const;
export type IdFormat = (typeof idFormats)[number];

/** Whether it is one of these formats. */
export const isIdFormat = (value: unknown): value is IdFormat =>
  idFormats.some((format) => format === value);
