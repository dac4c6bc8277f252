/**
 * The folders and top-level files of the SDK's source, from what users call down to what everything needs, each with
 * what it is for. The test of the layout holds the order, and docs/architecture.md draws it.
 */
export const layers: Readonly<Record<string, string>> = {
  index: 'the public names',
  client: 'Xpander: puts the parts together',
  resources: 'what users call: agents, tasks, threads, workflows, conversations',
  batches: 'runMany and waitAll: many runs, a few at a time',
  conversations: 'turns of the chat routes',
  verbs: 'run, invoke and wait, from the first check to the result',
  streaming: 'a run as events, read to its end whatever the connection does',
  runs: 'one POST, and what to do if its answer is lost',
  threads: 'one turn at a time',
  polling: 'the wait for one task, and for many with few requests',
  core: 'what the calls of a client share; deadline and signal of one operation',
  api: 'the operations of the description: ids in, plain data or typed errors out',
  transport: 'retries, rate limit, hooks, time limit, the key, fetch',
  budget: 'the requests that are left, given or learned',
  output: 'schemas, and the JSON in an answer',
  config: 'settings, and the check of all that callers pass',
  tasks: 'facts about a task: its status, its end, whose turn it shows',
  async: 'abort, time limits, clock, queues',
  errors: 'every class, its code, and whether a repeat may help',
  options: 'the types of options',
  models: 'the types of data, from the generated package',
};
