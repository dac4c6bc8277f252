import { describe, expect, it } from 'vitest';
import { type OtelHooksOptions, otelHooks } from '../src/index.ts';

describe('otelHooks', () => {
  it.each<[string, unknown, string]>([
    ['an unknown name', { captureContents: true }, '`captureContents` is not an option. The options are tracer, meter'],
    ['a wrong captureContent', { captureContent: 'yes' }, '`captureContent` must be `true` or `false`'],
    [
      'a provider as tracer',
      { tracer: { getTracer() {} } },
      '`tracer` must be a Tracer; call `provider.getTracer(name)`',
    ],
    ['a provider as meter', { meter: { getMeter() {} } }, '`meter` must be a Meter; call `provider.getMeter(name)`'],
    ['an empty agentName', { agentName: ' ' }, '`agentName` must be a name, or a function'],
    ['null', null, 'the options must be an object'],
  ])('refuses %s, and names the option and the fix', (_, options, message) => {
    expect(() => otelHooks(options as OtelHooksOptions)).toThrow(TypeError);
    expect(() => otelHooks(options as OtelHooksOptions)).toThrow(`otelHooks: ${message}`);
  });

  it('takes undefined as the default', () => {
    const options = { tracer: undefined, meter: undefined, captureContent: undefined, agentName: undefined };
    expect(() => otelHooks(options)).not.toThrow();
  });
});
