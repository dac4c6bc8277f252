/** The input of the tool, as a standard schema: the AI SDK takes these without help from its own packages. */
export interface PromptSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly types?: { readonly input: { prompt: string }; readonly output: { prompt: string } } | undefined;
    readonly validate: (
      value: unknown,
    ) => { readonly value: { prompt: string } } | { readonly issues: readonly { readonly message: string }[] };
    readonly jsonSchema: {
      readonly input: () => Record<string, unknown>;
      readonly output: () => Record<string, unknown>;
    };
  };
}

const toJsonSchema = (): Record<string, unknown> => ({
  type: 'object',
  properties: {
    prompt: {
      type: 'string',
      minLength: 1,
      description: 'The task for the agent, with all it needs to know: it does not see this conversation.',
    },
  },
  required: ['prompt'],
  additionalProperties: false,
});

export const promptSchema: PromptSchema = {
  '~standard': {
    version: 1,
    vendor: 'xpander',
    validate: (value) => {
      const { prompt } = Object(value) as { prompt?: unknown };
      return typeof prompt === 'string' && prompt.trim() !== ''
        ? { value: { prompt } }
        : { issues: [{ message: 'prompt must be a non-empty string' }] };
    },
    jsonSchema: { input: toJsonSchema, output: toJsonSchema },
  },
};
