/** Numbers by index, in blocks: it grows without copying, and takes no more memory than it holds. */
export interface Column {
  get(index: number): number;
  set(index: number, value: number): void;
  /** Forgets the values from this index on. */
  clear(from: number): void;
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

const blockBits = 14;
const blockSize = 1 << blockBits;
const blockMask = blockSize - 1;

/** A value that was never set is 0. */
export function createColumn(type: new (length: number) => Numbers): Column {
  const blocks: Numbers[] = [];
  return {
    get: (index) => blocks[index >> blockBits]?.[index & blockMask] ?? 0,
    set(index, value) {
      const place = index >> blockBits;
      while (blocks.length <= place) blocks.push(new type(blockSize));
      const block = blocks[place];
      if (block !== undefined) block[index & blockMask] = value;
    },
    clear(from) {
      blocks.length = Math.min(blocks.length, (from + blockMask) >> blockBits);
      blocks[from >> blockBits]?.fill(0, from & blockMask);
    },
  };
}
