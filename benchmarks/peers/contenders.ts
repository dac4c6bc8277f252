/** A client to measure. Each one runs in its own processes, so that clients do not affect each other. */
export interface Contender {
  readonly name: string;
  /** The name of the package; `undefined` for what Node provides. */
  readonly package: string | undefined;
  /** Whether it is an SDK, a client for one API. The others are parts that SDKs are built from. */
  readonly isSdk: boolean;
  /** Whether it limits the time of a call unless it is told otherwise, which takes a signal and a timer. */
  readonly limitsTime?: boolean;
  /** The file in this folder that calls it. */
  readonly driver: string;
}

export const ours = '@xpander/sdk';
export const floor = 'fetch';

export const contenders: readonly Contender[] = [
  { name: floor, package: undefined, isSdk: false, driver: 'raw-fetch' },
  { name: 'openapi-fetch', package: 'openapi-fetch', isSdk: false, driver: 'openapi-fetch' },
  { name: 'ky', package: 'ky', isSdk: false, limitsTime: true, driver: 'ky' },
  { name: ours, package: ours, isSdk: true, limitsTime: true, driver: 'xpander' },
  { name: 'openai', package: 'openai', isSdk: true, limitsTime: true, driver: 'openai' },
  { name: '@anthropic-ai/sdk', package: '@anthropic-ai/sdk', isSdk: true, limitsTime: true, driver: 'anthropic' },
  { name: '@langchain/langgraph-sdk', package: '@langchain/langgraph-sdk', isSdk: true, driver: 'langgraph' },
  { name: 'replicate', package: 'replicate', isSdk: true, driver: 'replicate' },
  { name: '@fal-ai/client', package: '@fal-ai/client', isSdk: true, driver: 'fal' },
];

/** The clients that read streams. The bare parser is their upper limit. */
export const bareParser = 'eventsource-parser';
export const streamers: readonly Contender[] = [
  { name: bareParser, package: 'eventsource-parser', isSdk: false, driver: 'bare-parser' },
  ...contenders.filter(({ driver }) => ['xpander', 'openai', 'anthropic', 'langgraph'].includes(driver)),
];
