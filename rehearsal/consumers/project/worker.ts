import { useAnywhere } from './web.js';

globalThis.onmessage = async ({ data }: MessageEvent) => {
  const answer = await useAnywhere(data).catch((error: unknown) => String(error));
  globalThis.postMessage(answer);
};
