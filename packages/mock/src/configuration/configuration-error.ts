/**
 * An option, a script or a call of the mock is invalid. The message names it and the fix.
 *
 * The mock throws this error at the test. It never sends it to a client.
 */
export class MockConfigurationError extends TypeError {
  override readonly name = 'MockConfigurationError';
}
