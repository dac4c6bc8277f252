import { openEmulator } from './demo/emulator.ts';
import { serveSite } from './demo/site.ts';

const key = 'demo-key';
const emulator = await openEmulator(key);
const site = await serveSite('dev', {
  XPANDER_API_KEY: key,
  XPANDER_API_URL: emulator.url,
  CHAT_SECRET: crypto.randomUUID(),
});
process.stdout.write(`\nThe chat is at ${site.url}, and an emulator plays the agent. Ctrl+C ends both.\n`);
const close = async (): Promise<void> => {
  site.close();
  await emulator.close();
};
process.once('SIGINT', close);
process.once('SIGTERM', close);
