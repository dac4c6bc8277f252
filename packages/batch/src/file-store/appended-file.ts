import { closeSync, fstatSync, fsync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';

const syncInBackground = promisify(fsync);

/** A file to which whole lines are appended. */
export interface AppendedFile {
  /** Up to here the lines are whole. */
  readonly size: number;
  /** Appends text, or bytes of it, whole, or throws and leaves the file as it was. Returns where it begins. */
  append(text: string | Buffer): number;
  /** Cuts everything from this size on. */
  truncate(size: number): void;
  sync(): void;
  /** Syncs what was appended since the last time, without blocking. Never rejects. */
  syncLater(): Promise<void>;
  close(): void;
}

export function openAppendedFile(path: string): AppendedFile {
  const file = openSync(path, 'a+', 0o600);
  let size = fstatSync(file).size;
  let isDirty = false;

  const truncate = (to: number): void => {
    ftruncateSync(file, to);
    size = to;
  };

  return {
    get size() {
      return size;
    },
    append(text) {
      const data = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
      const offset = size;
      try {
        for (let written = 0; written < data.length; ) written += writeSync(file, data, written);
      } catch (error) {
        // A full disk takes a part of the line. Without the cut, the next line would be glued to it.
        ftruncateSync(file, offset);
        throw error;
      }
      size += data.length;
      isDirty = true;
      return offset;
    },
    truncate,
    sync() {
      fsyncSync(file);
      isDirty = false;
    },
    async syncLater() {
      if (!isDirty) return;
      isDirty = false;
      try {
        await syncInBackground(file);
      } catch {
        isDirty = true;
      }
    },
    close() {
      closeSync(file);
    },
  };
}
