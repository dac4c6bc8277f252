import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { collect, emulated, lastBody, rejectionOf, runOf, scripted, versions } from './support.ts';

const schema = z.object({ city: z.string(), zip: z.number() });
const paris = { city: 'Paris', zip: 75001 };
const fenced = ['```json\n', JSON.stringify(paris, null, 2), '\n```'];

describe.each(versions)('Output.object of %s', (_, { generateText, streamText, Output, NoObjectGeneratedError }) => {
  const output = Output.object({ schema });

  it('sends output_format and output_schema, and returns the typed value', async () => {
    const { xpander, mock } = emulated({ agents: { geographer: () => paris } });
    const result = await generateText({ model: xpander('geographer'), prompt: 'Which city?', output });
    expect(result.output).toEqual(paris);
    expect(lastBody(mock)).toMatchObject({
      output_format: 'json',
      output_schema: { type: 'object', properties: { city: { type: 'string' }, zip: { type: 'number' } } },
    });
  });

  it('sends output_format without a schema for Output.json', async () => {
    const { xpander, mock } = emulated({ agents: { geographer: () => paris } });
    const result = await generateText({ model: xpander('geographer'), prompt: 'Which city?', output: Output.json() });
    expect(result.output).toEqual(paris);
    expect(lastBody(mock)).toMatchObject({ output_format: 'json' });
    expect(lastBody(mock)).not.toHaveProperty('output_schema');
  });

  it.each([
    ['in a fence', fenced.join('')],
    ['as an object', paris],
  ])('takes the JSON %s, once', async (_name, answer) => {
    const xpander = scripted(runOf(fenced, answer));
    const result = await generateText({ model: xpander('geographer'), prompt: 'Which city?', output });
    expect(result.output).toEqual(paris);
    expect(result.text).toBe(JSON.stringify(paris));
    const stream = streamText({ model: xpander('geographer'), prompt: 'Which city?', output });
    expect(await stream.output).toEqual(paris);
    expect(await stream.text).toBe(JSON.stringify(paris));
  });

  it('takes the JSON of the pieces of a run without a result', async () => {
    const xpander = scripted(runOf(fenced, null));
    const result = await generateText({ model: xpander('geographer'), prompt: 'Which city?', output });
    expect(result.output).toEqual(paris);
    const stream = streamText({ model: xpander('geographer'), prompt: 'Which city?', output });
    expect(await stream.output).toEqual(paris);
    expect(await stream.text).toBe(JSON.stringify(paris));
  });

  it('streams the JSON as one partial output', async () => {
    const { xpander } = emulated({ agents: { geographer: () => paris } });
    const result = streamText({ model: xpander('geographer'), prompt: 'Which city?', output });
    expect(await collect(result.partialOutputStream)).toEqual([paris]);
  });

  it.each([
    ['no JSON', 'I do not know'],
    ['JSON of another form', '{"city":7}'],
  ])('rejects an answer that is %s with the error of the AI SDK, which has the text', async (_name, answer) => {
    const { xpander } = emulated({ agents: { geographer: () => answer } });
    const error = await rejectionOf(
      generateText({ model: xpander('geographer'), prompt: 'Which city?', output }).then((result) => result.output),
    );
    expect(NoObjectGeneratedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ text: answer });
  });
});
