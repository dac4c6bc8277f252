import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';

/** A run that was started for an order, and is not delivered yet. */
export interface OpenOrder {
  readonly orderId: string;
  readonly taskId: string;
}

/** What the receiver and the worker share. A table of your database takes its place. */
export interface Orders {
  /** Does nothing for an order that was delivered before. */
  open(order: OpenOrder): Promise<void>;
  listOpen(): Promise<OpenOrder[]>;
  deliver(order: OpenOrder, outcome: object): Promise<void>;
}

/** Keeps one file for each order, below a folder. */
export async function openOrders(folder: string): Promise<Orders> {
  const opened = `${folder}/open`;
  const delivered = `${folder}/delivered`;
  for (const path of [opened, delivered]) await mkdir(path, { recursive: true });
  const nameOf = ({ orderId }: OpenOrder): string => `${encodeURIComponent(orderId)}.json`;
  const write = async (path: string, value: object): Promise<void> => {
    // Each process sees whole files only.
    await writeFile(`${path}.${process.pid}`, JSON.stringify(value));
    await rename(`${path}.${process.pid}`, path);
  };
  return {
    async open(order) {
      if (!existsSync(`${delivered}/${nameOf(order)}`)) await write(`${opened}/${nameOf(order)}`, order);
    },
    async listOpen() {
      const names = (await readdir(opened)).filter((name) => name.endsWith('.json'));
      const texts = await Promise.all(names.map((name) => readFile(`${opened}/${name}`, 'utf8')));
      return texts.map((text) => JSON.parse(text) as OpenOrder);
    },
    async deliver(order, outcome) {
      await write(`${delivered}/${nameOf(order)}`, { ...order, ...outcome });
      await rm(`${opened}/${nameOf(order)}`, { force: true });
    },
  };
}
