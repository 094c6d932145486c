import { type Bits, emptyBits, setBit } from "../../core/bits.ts";
import { typeOfPermission } from "../catalogue/concerning.ts";
import { isPermissionId, permissionIds, permissionOf } from "../catalogue/permissions.ts";

/**
 * The permissions of a tenant by number: the catalogue's in its order, then those that its products
 * have registered. Sets of permissions are bits in this order.
 */
export class PermissionSpace {
  readonly ids: readonly string[];
  /** Those that built-in roles name with their wildcards; of the others they have none. */
  readonly open: readonly string[];
  readonly #index: ReadonlyMap<string, number>;
  readonly #allows: readonly Bits[];
  readonly #denies: readonly Bits[];

  /** @param closedTypes registered types whose permissions built-in roles do not have. */
  constructor(productPermissions: readonly string[], closedTypes: readonly string[] = []) {
    this.ids = [...permissionIds, ...productPermissions];
    const closed = new Set(closedTypes);
    const isOpen = (id: string) => isPermissionId(id) || !closed.has(typeOfPermission(id));
    this.open = closed.size === 0 ? this.ids : this.ids.filter(isOpen);
    this.#index = new Map(this.ids.map((id, index) => [id, index]));
    const implied = this.ids.map((id, index) => [
      index,
      ...(catalogueImplications.get(id) ?? []).map((other) => this.#index.get(other) ?? index),
    ]);
    const allows = this.ids.map(() => this.none());
    const denies = this.ids.map(() => this.none());
    for (const [index, others] of implied.entries()) {
      for (const other of others) {
        setBit(allows[index] as Bits, other);
        setBit(denies[other] as Bits, index);
      }
    }
    this.#allows = allows;
    this.#denies = denies;
  }

  none(): Bits {
    return emptyBits(this.ids.length);
  }

  /** The number of a permission; undefined when nobody has ever heard of it. */
  indexOf(permission: string): number | undefined {
    return this.#index.get(permission);
  }

  /** What somebody may do who is allowed this: itself and all that it implies. */
  allowedWith(permission: string): Bits {
    return this.#bitsOf(permission, this.#allows);
  }

  /**
   * What somebody may not do who is denied this: itself and all that implies it. Whoever may not
   * read may not change either.
   */
  deniedWith(permission: string): Bits {
    return this.#bitsOf(permission, this.#denies);
  }

  /** Nothing for a permission that is not there any more: what is unknown allows nothing. */
  #bitsOf(permission: string, closures: readonly Bits[]): Bits {
    const index = this.#index.get(permission);
    return (index !== undefined && closures[index]) || this.none();
  }
}

/** Everything that a permission implies, directly or not. */
const catalogueImplications: ReadonlyMap<string, readonly string[]> = new Map(
  permissionIds.map((id) => {
    const found = new Set<string>();
    const pending: string[] = [...(permissionOf(id).implies ?? [])];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      pending.push(...(permissionOf(next as typeof id).implies ?? []));
    }
    return [id, [...found]];
  }),
);
