import { nameClass, XpanderError } from './xpander-error.ts';

/** The call was wrong before anything was sent. `option` names the field, `hint` the fix. */
export class ConfigurationError extends XpanderError {
  readonly code = 'configuration';
  readonly option: string;
  readonly hint: string;

  static {
    nameClass(ConfigurationError, 'ConfigurationError');
  }

  constructor(option: string, problem: string, hint: string, options?: ErrorOptions) {
    super(`${option}: ${problem}. ${hint}`, options);
    this.option = option;
    this.hint = hint;
  }
}
