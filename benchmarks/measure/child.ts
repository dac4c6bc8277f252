import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A separate process that takes one measurement at a time. */
export interface Child {
  ask<Answer>(question: object): Promise<Answer>;
  stop(): void;
}

type Reply = { readonly value: unknown } | { readonly error: string };

/** Starts a file of `workers/` or `server/`, given by its path from `benchmarks/`. */
export function startChild(file: string, args: readonly string[] = [], execArgv: readonly string[] = []): Child {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const child = fork(path, args, { execArgv: ['--no-warnings', ...execArgv], serialization: 'advanced' });
  return {
    ask: <Answer>(question: object) => ask(child, `${file} ${args.join(' ')}`, question) as Promise<Answer>,
    stop: () => child.kill(),
  };
}

async function ask(child: ChildProcess, name: string, question: object): Promise<unknown> {
  const reply = await new Promise<Reply>((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`${name} ended with exit code ${code} before it answered`));
    child.once('exit', onExit);
    child.once('message', (message: Reply) => {
      child.off('exit', onExit);
      resolve(message);
    });
    child.send(question);
  });
  if ('error' in reply) throw new Error(`${name}: ${reply.error}`);
  return reply.value;
}

/** Runs in the child: answers each question with what the function returns. */
export function answerWith<Question>(answer: (question: Question) => Promise<unknown>): void {
  // The child ends with its parent, however the parent ends.
  process.on('disconnect', () => process.exit());
  process.on('message', (question: Question) => {
    answer(question).then(
      (value) => process.send?.({ value }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? '') : String(error) }),
    );
  });
}
