/** What can be measured of one client. Each runs in processes of its own, so that none pays for another. */
export interface Contender {
  readonly name: string;
  /** The package as it is installed; `undefined` for what comes with Node. */
  readonly package: string | undefined;
  /** Whether it is an SDK: a client made for one API. The others are what SDKs are built on. */
  readonly isSdk: boolean;
  /** The file beside this one that drives it. */
  readonly driver: string;
}

export const ours = '@xpander/sdk';
export const floor = 'fetch';

export const contenders: readonly Contender[] = [
  { name: floor, package: undefined, isSdk: false, driver: 'raw-fetch' },
  { name: 'openapi-fetch', package: 'openapi-fetch', isSdk: false, driver: 'openapi-fetch' },
  { name: 'ky', package: 'ky', isSdk: false, driver: 'ky' },
  { name: ours, package: ours, isSdk: true, driver: 'xpander' },
  { name: 'openai', package: 'openai', isSdk: true, driver: 'openai' },
  { name: '@anthropic-ai/sdk', package: '@anthropic-ai/sdk', isSdk: true, driver: 'anthropic' },
  { name: '@langchain/langgraph-sdk', package: '@langchain/langgraph-sdk', isSdk: true, driver: 'langgraph' },
  { name: 'replicate', package: 'replicate', isSdk: true, driver: 'replicate' },
  { name: '@fal-ai/client', package: '@fal-ai/client', isSdk: true, driver: 'fal' },
];

/** Who reads streams: the bare parser stands for what none of them can be faster than. */
export const bareParser = 'eventsource-parser';
export const streamers: readonly Contender[] = [
  { name: bareParser, package: 'eventsource-parser', isSdk: false, driver: 'bare-parser' },
  ...contenders.filter(({ driver }) => ['xpander', 'openai', 'anthropic', 'langgraph'].includes(driver)),
];
