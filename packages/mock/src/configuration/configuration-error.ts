/**
 * The mock was set up or told to do something that makes no sense. The message names the option and the fix.
 *
 * It is only ever thrown at your own code, never sent as an answer to a client.
 */
export class MockConfigurationError extends TypeError {
  override readonly name = 'MockConfigurationError';
}
