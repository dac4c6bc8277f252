import { introduce, openBackend } from '../backend.ts';
import { writer } from '../web/writer.ts';
import { serveWorker } from './serve-worker.ts';

const { PORT = '8787', XPANDER_API_KEY = '' } = process.env;
const backend = await openBackend({ writer });
const isReal = backend.kind === 'api';
const worker = await serveWorker(
  {
    XPANDER_API_KEY: isReal ? XPANDER_API_KEY : 'demo',
    XPANDER_AGENT_ID: isReal ? backend.agentId : 'writer',
    XPANDER_API_URL: backend.url,
  },
  Number(PORT),
);
console.log(introduce(backend));
console.log(`The Worker runs in workerd at ${worker.url}. Ask it:`);
console.log(`  curl -N ${worker.url}/answers -d 'What makes a good API client?'`);
const close = async (): Promise<void> => {
  await worker.close();
  if (!isReal) await backend.close();
};
process.once('SIGINT', close);
process.once('SIGTERM', close);
