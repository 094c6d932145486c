/** A role that somebody can choose. */
export type RoleChoice = { id: string; name: string; description: string };

/** For a list to choose from, found by description too. */
export function roleOptions(roles: readonly RoleChoice[]) {
  return roles.map(({ id, name, description }) => ({
    value: id,
    label: name,
    keywords: description,
  }));
}
