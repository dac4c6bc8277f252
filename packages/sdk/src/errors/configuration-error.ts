import { type Caused, nameClass, XpanderError } from './xpander-error.ts';

/**
 * An option or an argument is missing or invalid.
 *
 * It is thrown before anything is sent, unless a function that was passed as `apiKey` or `pollIntervalMs` fails later, or
 * a read shows that the key of `once` stands for another run.
 */
export class ConfigurationError extends XpanderError {
  readonly code = 'configuration';
  /** The name of the option or argument. */
  readonly option: string;
  /** How to fix it. */
  readonly hint: string;
  /** True only when the function that returns the key failed: it may succeed at the next call. */
  override readonly isRetryable: boolean;

  static {
    nameClass(ConfigurationError, 'ConfigurationError');
  }

  constructor(option: string, problem: string, hint: string, options?: Caused) {
    super(`${option}: ${problem}. ${hint}`, options);
    this.option = option;
    this.hint = hint;
    this.isRetryable = options?.cause !== undefined && option === 'apiKey';
  }
}
