import { hash } from 'node:crypto';
import { type Column, createColumn } from './column.ts';

/**
 * Numbers keys in the order of their coming. Only a part of each key's SHA-256 is kept, so that a million keys take some
 * 20 MB.
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

/**
 * `words` of 32 bits are kept of each hash, at most 8. With 2, a million keys have a pair that looks alike with a probability
 * of 1 in 37 million; with 3, of 1 in 10^17.
 */
export function createKeyIndex(words: number): KeyIndex {
  let size = 0;
  const hashes: Column[] = Array.from({ length: words }, () => createColumn(Int32Array));
  /** Open addressing: the number of a key plus one, or 0. */
  let slots = new Uint32Array(1_024);
  const sought = new Int32Array(words);

  const read = (key: string): void => {
    // UTF-16, because UTF-8 cannot tell halves of surrogate pairs apart. Made in one call, and read as a string: a million
    // objects of the crypto library would outlive many collections.
    const digest = hash('sha256', Buffer.from(key, 'utf16le'), 'binary');
    for (let word = 0; word < words; word += 1) {
      let value = 0;
      for (let byte = 0; byte < 4; byte += 1) value = (value << 8) | digest.charCodeAt(word * 4 + byte);
      sought[word] = value;
    }
  };
  // Loops, because closures for each key would make most of the garbage.
  const isSought = (number: number): boolean => {
    for (let word = 0; word < words; word += 1) if (hashes[word]?.get(number) !== sought[word]) return false;
    return true;
  };

  /** Where the sought key stands, or could stand. */
  const findSlot = (): number => {
    const mask = slots.length - 1;
    for (let slot = (sought[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[slot] ?? 0) - 1;
      if (number === -1 || isSought(number)) return slot;
    }
  };

  const rebuild = (length: number): void => {
    slots = new Uint32Array(length);
    const mask = length - 1;
    for (let number = 0; number < size; number += 1) {
      let slot = (hashes[0]?.get(number) ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
  };

  return {
    get size() {
      return size;
    },
    find(key) {
      read(key);
      return (slots[findSlot()] ?? 0) - 1;
    },
    add(key) {
      read(key);
      const slot = findSlot();
      const known = slots[slot] ?? 0;
      if (known > 0) return known - 1;
      for (let word = 0; word < words; word += 1) hashes[word]?.set(size, sought[word] ?? 0);
      slots[slot] = size + 1;
      size += 1;
      if (size > slots.length * 0.7) rebuild(slots.length * 2);
      return size - 1;
    },
    truncate(newSize) {
      size = Math.min(size, newSize);
      rebuild(slots.length);
    },
  };
}
