import { createHash } from 'node:crypto';

const wordsOfKey = 4;
const firstCapacity = 1_024;

/**
 * Numbers keys in the order of their coming. A million keys take 30 MB, because only 128 bits of each key's SHA-256 are
 * kept.
 */
export interface KeyIndex {
  readonly size: number;
  /** The number of a key, or -1. */
  find(key: string): number;
  /** The number of a key, which is `size` before the call if the key is new. */
  add(key: string): number;
  /** Forgets all keys from this number on. */
  truncate(size: number): void;
}

export function createKeyIndex(): KeyIndex {
  let size = 0;
  let hashes = new Uint32Array(firstCapacity * wordsOfKey);
  /** Open addressing: the number of a key plus one, or 0. */
  let slots = new Int32Array(firstCapacity * 2);

  const slotOf = (words: Uint32Array): number => {
    const mask = slots.length - 1;
    for (let slot = (words[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[slot] ?? 0) - 1;
      if (number === -1 || isSame(hashes, number * wordsOfKey, words)) return slot;
    }
  };

  const fillSlots = (length: number): void => {
    slots = new Int32Array(length);
    for (let number = 0; number < size; number += 1) {
      slots[slotOf(hashes.subarray(number * wordsOfKey, (number + 1) * wordsOfKey))] = number + 1;
    }
  };

  return {
    get size() {
      return size;
    },
    find: (key) => (slots[slotOf(hashOf(key))] ?? 0) - 1,
    add(key) {
      const words = hashOf(key);
      const slot = slotOf(words);
      const known = slots[slot] ?? 0;
      if (known > 0) return known - 1;
      if ((size + 1) * wordsOfKey > hashes.length) hashes = grown(hashes);
      hashes.set(words, size * wordsOfKey);
      slots[slot] = size + 1;
      size += 1;
      if (size * 2 > slots.length) fillSlots(slots.length * 2);
      return size - 1;
    },
    truncate(newSize) {
      size = Math.min(size, newSize);
      fillSlots(slots.length);
    },
  };
}

function hashOf(key: string): Uint32Array {
  // UTF-16, because UTF-8 cannot tell halves of surrogate pairs apart.
  const digest = createHash('sha256').update(key, 'utf16le').digest();
  return Uint32Array.from({ length: wordsOfKey }, (_, word) => digest.readUInt32LE(word * 4));
}

function isSame(hashes: Uint32Array, at: number, words: Uint32Array): boolean {
  for (let word = 0; word < wordsOfKey; word += 1) if (hashes[at + word] !== words[word]) return false;
  return true;
}

function grown(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.ceil(column.length / 2) * 3);
  larger.set(column);
  return larger;
}
