/** Somebody who may be put into a group, or is in it already. */
export type FoundPerson = { id: string; name: string; email: string; isMember: boolean };
