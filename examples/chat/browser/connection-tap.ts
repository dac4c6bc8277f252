import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy that records everything a site sends to browsers, headers included, and can cut their connections. */
export interface ConnectionTap {
  readonly url: string;
  heard(): string;
  cut(): void;
  close(): Promise<void>;
}

export async function tapSite(site: string): Promise<ConnectionTap> {
  const heard: Buffer[] = [];
  const browsers = new Set<Socket>();
  const server = createServer((browser) => {
    const origin = connect(Number(new URL(site).port), '127.0.0.1');
    browsers.add(browser);
    browser.on('close', () => browsers.delete(browser));
    origin.on('data', (bytes: Buffer) => heard.push(bytes));
    browser.pipe(origin).pipe(browser);
    browser.on('error', () => origin.destroy());
    browser.on('close', () => origin.destroy());
    origin.on('error', () => browser.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const browser of browsers) browser.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard: () => Buffer.concat(heard).toString('utf8'),
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
