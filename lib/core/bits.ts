/** A set of small numbers; the bit `i` of word `i >> 5` says whether `i` is in it. */
export type Bits = Uint32Array;

/** An empty set for the numbers below `size`. */
export function emptyBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5);
}

/** Whether `index` is in the set; false for every number that the set has no place for. */
export function hasBit(bits: Bits, index: number): boolean {
  return (((bits[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}

/** Adds `index`, for which the set must have a place. */
export function setBit(bits: Bits, index: number): void {
  const word = index >>> 5;
  bits[word] = (bits[word] ?? 0) | (1 << (index & 31));
}

/** Adds everything in `added`; both have the same size. */
export function addBits(bits: Bits, added: Bits): void {
  for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] ?? 0) | (added[i] ?? 0);
}

/** Removes everything in `removed`; both have the same size. */
export function removeBits(bits: Bits, removed: Bits): void {
  for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] ?? 0) & ~(removed[i] ?? 0);
}

/** The numbers in the set, ascending. */
export function listBits(bits: Bits): number[] {
  const found: number[] = [];
  for (let i = 0; i < bits.length * 32; i++) if (hasBit(bits, i)) found.push(i);
  return found;
}

/** Takes out of `into` what `others` does not hold. */
export function keepBits(into: Bits, others: Bits): void {
  for (let word = 0; word < into.length; word++)
    into[word] = (into[word] ?? 0) & (others[word] ?? 0);
}
