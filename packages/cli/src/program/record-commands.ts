import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { wholeNumber, withClientOptions, withExamples, withWaitOptions } from './common-options.ts';

/** Declares the commands that read and end tasks, and read agents. */
export function addRecordCommands(program: Command, session: Session): void {
  addTasks(program, session);
  addThread(program, session);
  addAgents(program, session);
}

function addTasks(program: Command, session: Session): void {
  const tasks = program.command('tasks').summary('list, read, await, stop and delete tasks');
  tasks.description('List, read, await, stop and delete tasks.').helpCommand(false);
  const load = () => import('../commands/tasks.ts');

  const list = tasks
    .command('list')
    .description(
      'List tasks, the latest change first. In a pipe: one task a line, separated by tabs, without a header.',
    )
    .option('--agent <id>', 'only tasks of this agent')
    .option('--status <status>', 'only tasks with this status')
    .option('--user <id>', 'only tasks for this user')
    .option('--parent <id>', 'only sub-tasks of this task')
    .option('--from <time>', 'only tasks created at or after this time (ISO 8601)')
    .option('--to <time>', 'only tasks created at or before this time (ISO 8601)')
    .option('--limit <count>', 'the most tasks to list, 0 for all (default 30)', wholeNumber(0));
  withClientOptions(list).action(async (options) => (await load()).listTasks({ options, session }));
  withExamples(list, 'xpander-agent tasks list --status failed', 'xpander-agent tasks list --limit 5 --json');

  const get = tasks
    .command('get')
    .summary('read tasks')
    .description('Read tasks.')
    .argument('<task...>', 'the ids of the tasks');
  withClientOptions(get).action(async (ids, options) => (await load()).getTasks({ ids, options, session }));
  withExamples(get, 'xpander-agent tasks get "$TASK_ID" --json');

  const wait = tasks
    .command('wait')
    .summary('wait until tasks have ended')
    .description('Wait until tasks have ended. Prints the result of one task, or a row for each of several.')
    .argument('<task...>', 'the ids of the tasks');
  withClientOptions(withWaitOptions(wait)).action(async (ids, options) =>
    (await load()).waitForTasks({ ids, options, session }),
  );
  withExamples(wait, 'xpander-agent tasks wait "$TASK_ID"');

  const follow = tasks
    .command('follow')
    .summary('show the changes of a task until it has ended')
    .description('Show the changes of a task until it has ended, then its result. With --json one event a line.')
    .argument('<task>', 'the id of the task');
  withClientOptions(withWaitOptions(follow)).action(async (id, options) =>
    (await load()).followTask({ ids: [id], options, session }),
  );
  withExamples(follow, 'xpander-agent tasks follow "$TASK_ID"');

  const stop = tasks
    .command('stop')
    .summary('stop tasks')
    .description('Stop tasks.')
    .argument('<task...>', 'the ids of the tasks');
  withClientOptions(stop).action(async (ids, options) => (await load()).stopTasks({ ids, options, session }));
  withExamples(stop, 'xpander-agent tasks stop "$TASK_ID"');

  const remove = tasks
    .command('delete')
    .summary('delete tasks')
    .description('Delete tasks with their results and messages. Asks on a terminal.')
    .argument('<task...>', 'the ids of the tasks')
    .option('--yes', 'do not ask; needed without a terminal');
  withClientOptions(remove).action(async (ids, options) => (await load()).deleteTasks({ ids, options, session }));
  withExamples(remove, 'xpander-agent tasks delete "$TASK_ID" --yes');
}

function addThread(program: Command, session: Session): void {
  const thread = program
    .command('thread')
    .summary('show the messages of a task')
    .description('Show the messages of the thread of a task, oldest first.')
    .argument('<task>', 'the id of the task');
  withClientOptions(thread).action(async (id, options) => {
    const { showThread } = await import('../commands/thread.ts');
    await showThread({ id, options, session });
  });
  withExamples(thread, 'xpander-agent thread "$TASK_ID"', 'xpander-agent thread "$TASK_ID" --json');
}

function addAgents(program: Command, session: Session): void {
  const agents = program
    .command('agents')
    .summary('list and read agents')
    .description('List and read agents.')
    .helpCommand(false);
  const load = () => import('../commands/agents.ts');

  const list = agents
    .command('list')
    .summary('list agents')
    .description('List agents. In a pipe: one agent a line, separated by tabs, without a header.')
    .option('--limit <count>', 'the most agents to list, 0 for all (default 30)', wholeNumber(0));
  withClientOptions(list).action(async (options) => (await load()).listAgents({ options, session }));
  withExamples(list, 'xpander-agent agents list');

  const get = agents
    .command('get')
    .summary('read agents')
    .description('Read agents.')
    .argument('<agent...>', 'the ids of the agents');
  withClientOptions(get).action(async (ids, options) => (await load()).getAgents({ ids, options, session }));
  withExamples(get, 'xpander-agent agents get "$XPANDER_AGENT_ID" --json');
}
