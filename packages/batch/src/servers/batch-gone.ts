import { ConfigurationError } from '@xpander/sdk';

/** The database was emptied under an open batch. Nothing that is asked again would help. */
export function batchGone(): ConfigurationError {
  return new ConfigurationError(
    'store',
    'has lost the batch',
    'Open it again and add its items: runs that the API knows are not started again',
  );
}
