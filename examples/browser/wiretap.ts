import { type AddressInfo, connect, createServer } from 'node:net';

/** A proxy that records everything a server sends to a browser, headers included. */
export interface Wiretap {
  readonly url: string;
  heard(): string;
  close(): Promise<void>;
}

export async function tap(target: string): Promise<Wiretap> {
  const heard: Buffer[] = [];
  const server = createServer((browser) => {
    const origin = connect(Number(new URL(target).port), '127.0.0.1');
    origin.on('data', (bytes: Buffer) => heard.push(bytes));
    browser.pipe(origin).pipe(browser);
    browser.on('error', () => origin.destroy());
    origin.on('error', () => browser.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard: () => Buffer.concat(heard).toString('utf8'),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
