import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { document } from './document.ts';
import { inTheEditor } from './editor.ts';

function withTypes(code: string): string {
  return `import type * as xpander from '../src/index.ts';\n${code}`;
}

describe('hovering', () => {
  it('shows what a field of a request is for, and its default', () => {
    const { hover } = inTheEditor(withTypes('declare const request: xpander.InvokeRequest; request.think_m|ode;'));
    expect(hover).toContain('How deeply the agent reasons.');
    expect(hover).toContain('@default default');
  });

  it('shows what a field of a response means', () => {
    const { hover } = inTheEditor(withTypes('declare const task: xpander.Task; task.hitl_req|uest;'));
    expect(hover).toContain('The decision a `paused` run waits for');
  });

  it('shows what a filter of a list does, and its limits', () => {
    const query = "xpander.operations['listTasks']['parameters']['query']";
    const { hover } = inTheEditor(withTypes(`declare const query: NonNullable<${query}>; query.per_p|age;`));
    expect(hover).toContain('How many rows a page holds, 1 to 50. Default 20.');
  });

  it('shows what an event is', () => {
    const code = "declare const event: xpander.TaskEvent; if (event.type === 'chunk') event.da|ta;";
    const { hover } = inTheEditor(withTypes(code));
    expect(hover).toContain('data: string');
    expect(hover).toContain('The next piece of text.');
  });

  it('shows what an operation does as text below its summary, in paragraphs', () => {
    const operation = "xpander.paths['/v1/agents/{agent_id}/invoke/stream']";
    const { hover } = inTheEditor(withTypes(`declare const stream: ${operation}; stream.po|st;`));
    const [summary, ...paragraphs] = hover.slice(hover.lastIndexOf('\n}\n') + 3).split('\n\n');
    expect(summary).not.toContain('\n');
    expect(paragraphs.length).toBeGreaterThan(1);
    expect(paragraphs.filter((paragraph) => /^[\s@]/.test(paragraph))).toEqual([]);
  });

  it('shows no tag but defaults and examples', async () => {
    for (const path of ['../src/schema.gen.ts', '../dist/index.d.ts', '../dist/index.d.cts']) {
      const declarations = await readFile(new URL(path, import.meta.url), 'utf8');
      const tags = [...declarations.matchAll(/^ *(?:\/\*\*|\*) (@\w+)/gm)].map(([, tag]) => tag);
      expect(new Set(tags), path).toEqual(
        new Set(['@default', '@example', ...(path.includes('dist') ? ['@param'] : [])]),
      );
      expect(declarations, path).not.toMatch(/@description|@default$/m);
    }
  });

  it('has a description for every type and every field', () => {
    const undescribed = Object.entries(document.components.schemas ?? {}).flatMap(([name, schema]) => {
      const { description, properties = {} } = schema as { description?: string; properties?: Record<string, object> };
      const silent = Object.entries(properties).filter(([, member]) => !('description' in member));
      return [...(description === undefined ? [name] : []), ...silent.map(([member]) => `${name}.${member}`)];
    });
    expect(undescribed).toEqual([]);
  });

  it('says the default in the description, too', () => {
    const silent = Object.entries(document.components.schemas ?? {}).flatMap(([name, schema]) => {
      const { properties = {} } = schema as { properties?: Record<string, { default?: unknown; description: string }> };
      return Object.entries(properties)
        .filter(([, member]) => 'default' in member && !/default/i.test(member.description))
        .map(([member]) => `${name}.${member}`);
    });
    expect(silent).toEqual([]);
  });
});

describe('completing', () => {
  it.each([
    ['a status that was received', "declare const task: xpander.Task; task.status === '|';", ['completed', 'paused']],
    ['a status to filter by', "const status: xpander.KnownTaskStatus = '|';", ['executing', 'stopped']],
    ['a think mode to send', "const r: xpander.InvokeRequest = { input: {}, think_mode: '|' };", ['default', 'harder']],
    ['a type of event', "declare const event: xpander.TaskEvent; event.type === '|';", ['chunk', 'task_finished']],
    ['a model provider', "const a: xpander.CreateAgentRequest = { name: '', model_provider: '|' };", ['anthropic']],
    ['a role', "declare const message: xpander.ThreadMessage; message.role === '|';", ['user', 'assistant']],
  ])('offers the known values of %s', (_, code, values) => {
    expect(inTheEditor(withTypes(code)).completions).toEqual(expect.arrayContaining(values));
  });
});
