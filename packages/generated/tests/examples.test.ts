import { describe, expect, it } from 'vitest';
import { bodilessResponses, contents } from './document.ts';
import { validatorOf } from './validation.ts';

describe('every body of the description', () => {
  it.each(contents)('has examples that fit its schema: $place', ({ schema, examples }) => {
    const validate = validatorOf(schema);
    expect(examples).not.toHaveLength(0);
    for (const { name, value } of examples) {
      validate(value);
      expect(validate.errors, name).toBeNull();
    }
  });

  it('is found by these tests', () => {
    expect(contents.map(({ place }) => place)).toEqual(
      expect.arrayContaining([
        'invoke request application/json',
        'getTask 200 application/json',
        'invokeStream 200 text/event-stream',
        'health 502 text/html',
      ]),
    );
  });

  it('is present in every response except that of a deletion', () => {
    expect(bodilessResponses).toEqual(['deleteTask 204']);
  });
});

const streams = contents.flatMap(({ place, itemSchema, examples }) =>
  itemSchema === undefined ? [] : examples.map(({ name, value }) => ({ place, name, itemSchema, text: String(value) })),
);

describe('every example of a stream', () => {
  it.each(streams)('has events that fit their schema: $place $name', ({ place, itemSchema, text }) => {
    const validate = validatorOf(itemSchema);
    const types = eventsOf(text).map((event) => {
      validate(event);
      expect(validate.errors, JSON.stringify(event)).toBeNull();
      return event.type;
    });
    expect(types[0]).toBe(isOfConversation(place) ? 'connected' : 'task_created');
    expect(types.at(-1)).toMatch(isOfConversation(place) ? /^(turn|task)_finished$/ : /^task_finished$/);
  });

  it.each(streams)('ends with a comment, so that Prism does not lose the last event: $place $name', ({ text }) => {
    expect(text).toMatch(/\n\n: end\n$/);
  });

  it('is found by these tests, and the examples contain every type of event', () => {
    expect(new Set(streams.map(({ place }) => place.split(' ')[0]))).toEqual(
      new Set([
        ...['invokeStream', 'invokeWorkflowStream', 'streamTurn', 'editMessageStream', 'drainQueueStream'],
        ...['answerQuestions', 'confirmAction'],
      ]),
    );
    expect(new Set(streams.flatMap(({ text }) => eventsOf(text).map(({ type }) => type)))).toEqual(
      new Set([
        ...['task_created', 'task_updated', 'task_finished', 'chunk', 'think', 'analyze', 'plan_updated'],
        ...['tool_call_request', 'tool_call_result', 'sub_agent_trigger', 'auth_event', 'task_compactization'],
        ...['connected', 'turn_started', 'turn_finished', 'context_status', 'inline_card', 'gateway_steer_applied'],
        ...[
          'agent_gateway_decision',
          'ask_user_questions',
          'sub_task_created',
          'sub_task_updated',
          'sub_task_finished',
        ],
      ]),
    );
  });
});

function isOfConversation(place: string): boolean {
  return !place.startsWith('invoke');
}

function eventsOf(text: string): { type: string }[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice('data: '.length)));
}
