import { nameClass, XpanderError } from './xpander-error.ts';

/** The call was wrong before anything was sent. `option` names the field, `hint` the fix. */
export class ConfigurationError extends XpanderError {
  readonly code = 'configuration';
  readonly option: string;
  readonly hint: string;
  /** True only when a function that was to return the key failed: the next call may find it working. */
  override readonly isRetryable: boolean;

  static {
    nameClass(ConfigurationError, 'ConfigurationError');
  }

  constructor(option: string, problem: string, hint: string, options?: ErrorOptions) {
    super(`${option}: ${problem}. ${hint}`, options);
    this.option = option;
    this.hint = hint;
    this.isRetryable = options?.cause !== undefined && option === 'apiKey';
  }
}
