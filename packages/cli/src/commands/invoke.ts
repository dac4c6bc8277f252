import { randomUUID } from 'node:crypto';
import { type CompletedTask, jsonSchema, type StreamOptions, type Task, taskIdOf, type Xpander } from '@xpander/sdk';
import { createClient } from '../client/create-client.ts';
import { usageError } from '../failures/command-error.ts';
import { type BuiltRequest, buildRequest, type RequestInputOptions } from '../input/build-request.ts';
import { chooseAgent } from '../input/choose-agent.ts';
import { readJsonFile } from '../input/files.ts';
import { createTextPrinter } from '../output/text-printer.ts';
import { leaveRun, type TrackedRun } from '../runs/leave-run.ts';
import { printResult, reportTaskError, toWaitOptions } from '../runs/print-task.ts';
import type { WaitCommandOptions } from '../runs/types.ts';
import { type StatusLine, startStatusLine } from '../screen/status-line.ts';
import type { Session } from '../session.ts';
import type { AgentCall } from './types.ts';

export interface InvokeCommandOptions extends RequestInputOptions, WaitCommandOptions {
  readonly agent?: string | undefined;
  readonly sync?: boolean | undefined;
  readonly stream?: boolean | undefined;
  readonly async?: boolean | undefined;
  readonly once?: string | undefined;
  readonly jsonSchema?: string | undefined;
  readonly onAmbiguous?: 'throw' | 'adopt' | 'resend' | undefined;
}

const example = 'xpander-agent invoke <agent> "Summarize the news of today"';

/** Runs an agent. */
export async function invoke({ words, options, session }: AgentCall<InvokeCommandOptions>): Promise<void> {
  checkModes(options);
  const { agentId, rest } = chooseAgent(words, options, session, example);
  const request = await buildRequest(rest, options, session, example);
  const schema = options.jsonSchema && (await readJsonFile('--json-schema', options.jsonSchema));
  const client = await createClient(options, session);
  const run: TrackedRun = { agentId, id: undefined, isSent: false, task: undefined };
  const status = await startStatusLine(session, options, 'starting');
  const call: Call = { client, agentId, request, run, status, options, session };
  const settings: StreamOptions = {
    ...toWaitOptions(options),
    ...(await nameRun(call)),
    signal: session.interrupts.signal,
    beforeSend: () => {
      run.isSent = true;
    },
    onUpdate: (task) => {
      run.id = task.id;
      run.task = task;
      status.update(task.status ?? 'running');
    },
  };
  try {
    await start(call, schema ? Object.assign(settings, { output: jsonSchema(schema) }) : settings);
  } catch (error) {
    status.stop();
    if (session.interrupts.signal.aborted) throw await leaveRun(error, run, { client, session, options });
    // The last event has printed the task.
    await reportTaskError(error, session, { agentId, isPrinted: options.stream });
  } finally {
    status.stop();
  }
}

interface Call {
  readonly client: Xpander;
  readonly agentId: string;
  readonly request: BuiltRequest;
  readonly run: TrackedRun;
  readonly status: StatusLine;
  readonly options: InvokeCommandOptions;
  readonly session: Session;
}

function start(call: Call, settings: StreamOptions): Promise<void> {
  const { options } = call;
  if (options.async) return startOnly(call, settings);
  if (options.stream) return options.json ? streamEvents(call, settings) : streamText(call, settings);
  return runToEnd(call, settings);
}

async function runToEnd(
  { client, agentId, request, status, options, session }: Call,
  settings: StreamOptions,
): Promise<void> {
  const { agents } = client;
  const task: CompletedTask = await (options.sync
    ? agents.invoke(agentId, request, settings)
    : agents.run(agentId, request, settings));
  status.stop();
  await printResult(task, session);
}

async function startOnly(call: Call, settings: StreamOptions): Promise<void> {
  const { client, agentId, request, status, session } = call;
  const { signal, onAmbiguous, once, beforeSend } = settings;
  const task: Task = await client.agents.invokeAsync(agentId, request, { signal, onAmbiguous, once, beforeSend });
  status.stop();
  await (session.isJson ? session.printJson(task) : session.print(`${task.id}\n`));
}

async function streamText({ client, agentId, request, status, session }: Call, settings: StreamOptions): Promise<void> {
  const stream = client.agents.stream(agentId, request, settings);
  const printer = createTextPrinter(session.print, session.out.isTerminal);
  try {
    for await (const piece of stream.textStream()) {
      if (printer.text === '') status.stop();
      await printer.print(piece);
    }
  } finally {
    status.stop();
    await printer.end();
  }
  const { id, result } = await stream.finalTask();
  if (typeof result === 'string' && result !== printer.text)
    session.note(`The final result differs from the text above. It is printed by: xpander-agent tasks wait ${id}`);
}

async function streamEvents({ client, agentId, request, session }: Call, settings: StreamOptions): Promise<void> {
  const stream = client.agents.stream(agentId, request, settings);
  for await (const event of stream) await session.printJson(event);
  await stream.finalTask();
}

/**
 * Names the run before it is sent, so that a command that is interrupted can say which run goes on. The turn of a thread
 * has its name already.
 */
async function nameRun({ agentId, request, run, options }: Call): Promise<StreamOptions> {
  const { once, onAmbiguous } = options;
  if (request.id) {
    run.id = request.id;
    return { onAmbiguous, ...(once !== undefined && { once }) };
  }
  const key = once ?? randomUUID();
  run.id = await taskIdOf(agentId, key);
  if (once !== undefined) return { onAmbiguous, once };
  return { onAmbiguous: onAmbiguous ?? 'throw', once: { key, isFirst: true } };
}

function checkModes(options: InvokeCommandOptions): void {
  const { sync, stream, async: isAsync } = options;
  const modes = [sync && '--sync', stream && '--stream', isAsync && '--async'].filter(
    (mode) => typeof mode === 'string',
  );
  if (modes.length > 1) throw usageError(`${modes.join(' and ')} exclude each other.`);
  const waiting = {
    '--json-schema': options.jsonSchema,
    '--deadline': options.deadline,
    '--on-paused': options.onPaused,
    '--stop-on-interrupt': options.stopOnInterrupt,
  };
  const unused = Object.entries(waiting).find(([, value]) => value !== undefined);
  if (isAsync && unused !== undefined)
    throw usageError(`${unused[0]} has no effect with --async, which does not wait.`);
}
