import type { ConfigurationError } from '@xpander/sdk';
import { exitCodes } from './exit-codes.ts';
import type { Failure, FailureContext } from './types.ts';

/** What the user has written, for each option of the SDK. */
const writtenAs: Readonly<Record<string, string>> = {
  agentId: '<agent>',
  apiKey: 'API key',
  baseUrl: 'XPANDER_API_URL',
  deadlineMs: '--deadline',
  id: '--thread',
  'input.files': '--file',
  'input.text': 'prompt',
  'input.user': '--user',
  name: '--name',
  once: '--once',
  output: '--json-schema',
  store: '--out',
  task: '<task>',
  user: '--user',
};

/** Describes a mistake that the SDK has found before it sent anything. */
export function describeConfigurationError(error: ConfigurationError, { keySource }: FailureContext): Failure {
  const { code, option, hint, message } = error;
  const problem = message.slice(`${option}: `.length, message.length - `. ${hint}`.length);
  const name = writtenAs[option] ?? option;
  const what = option === 'apiKey' && keySource !== undefined ? `${name} from ${keySource}` : name;
  // A hint with code in it is for programmers of the SDK.
  const fix = /[`{(]/.test(hint) ? '' : ` ${hint.replace(/\.$/, '')}.`;
  return { code, exitCode: exitCodes.usage, message: `${what}: ${problem}.${fix}` };
}
