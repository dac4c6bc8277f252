import { Xpander } from '@xpander/sdk';
import { verboseHooks } from '../client/create-client.ts';
import { checkBaseUrl, checkKey, checkProxy, readVersions } from '../doctor/local-checks.ts';
import { checkDns, checkHealth, checkTls } from '../doctor/network-checks.ts';
import type { Check } from '../doctor/types.ts';
import { CommandError } from '../failures/command-error.ts';
import { describeFailure } from '../failures/describe-failure.ts';
import { type FoundKey, findApiKey } from '../input/api-key.ts';
import { showControls } from '../output/control-characters.ts';
import type { CommonOptions, Session } from '../session.ts';
import type { RecordCall } from './types.ts';

const defaultUrl = 'https://api.xpander.ai';

/** Checks the settings of this machine, the network and the API, and prints what it has found. */
export async function runDoctor({ options, session }: RecordCall): Promise<void> {
  const versions = readVersions();
  const { found, problem } = await findKey(options, session);
  const base = URL.canParse(baseUrlOf(session)) ? new URL(baseUrlOf(session)) : undefined;
  const checks: Check[] = [
    {
      name: 'versions',
      status: 'ok',
      detail: `xpander-agent ${versions.cli}, SDK ${versions.sdk}, Node ${versions.node}`,
    },
    checkKey(found, problem),
    checkBaseUrl(base, Boolean(session.env.XPANDER_API_URL)),
    checkProxy(session.env),
  ];
  if (base !== undefined) {
    checks.push(await checkDns(base), await checkTls(base));
    checks.push(...(await checkHealth(base, session.interrupts.signal)));
    checks.push(await checkAccess(found, options, session));
  }
  await printChecks(checks, versions, session);
  const failures = checks.flatMap(({ failure, name }) => (failure ? [{ ...failure, name }] : []));
  const [first] = failures;
  if (first === undefined) return;
  const { name, ...failure } = first;
  session.fail({
    ...failure,
    message: `${failures.length === 1 ? '1 check' : `${failures.length} checks`} failed; ${name}: ${failure.message}`,
  });
}

function baseUrlOf({ env }: Session): string {
  return env.XPANDER_API_URL || defaultUrl;
}

async function findKey(
  options: CommonOptions,
  session: Session,
): Promise<{ found?: FoundKey; problem?: Check['failure'] }> {
  try {
    return { found: await findApiKey(options, session) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { problem: error.failure };
  }
}

/** One read that needs the key. */
async function checkAccess(found: FoundKey | undefined, options: CommonOptions, session: Session): Promise<Check> {
  const name = 'access';
  if (found === undefined) return { name, status: 'skipped', detail: 'needs a key' };
  const { signal } = session.interrupts;
  try {
    const client = new Xpander({
      apiKey: found.key,
      maxRetries: 0,
      ...(options.verbose && { hooks: verboseHooks(session) }),
    });
    const { total } = await client.agents.list({ per_page: 1 }, { signal }).firstPage();
    const agents = total === undefined ? 'agents' : total === 1 ? '1 agent' : `${total} agents`;
    return { name, status: 'ok', detail: `the key may read ${agents}` };
  } catch (error) {
    signal.throwIfAborted();
    const failure = { ...describeFailure(error, { keySource: found.source }), next: undefined };
    return { name, status: 'failed', detail: failure.message, failure };
  }
}

async function printChecks(checks: readonly Check[], versions: object, session: Session): Promise<void> {
  const ok = checks.every(({ status }) => status !== 'failed');
  if (session.isJson)
    return session.printJson({ ok, versions, checks: checks.map(({ failure: _, ...check }) => check) });
  const { green, yellow, red, dim } = session.out.colors;
  const marks = { ok: green('✔'), warning: yellow('!'), failed: red('✖'), skipped: dim('-') };
  const lines = checks.map(
    ({ name, status, detail }) => `${marks[status]} ${name.padEnd(9)} ${showControls(detail)}\n`,
  );
  await session.print(lines.join(''));
}
