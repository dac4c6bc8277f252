import type { ReactNode } from 'react';
import { type PageMessage, statusOf } from '../../../lib/chat-message';

interface AnswerStatusProps {
  readonly message: PageMessage | undefined;
  readonly isBusy: boolean;
  readonly error: Error | undefined;
}

/** What the visitor may want to know of the run, below the last message. */
export function AnswerStatus({ message, isBusy, error }: AnswerStatusProps): ReactNode {
  if (error)
    return (
      <p className="notice error" role="alert">
        {error.message}
      </p>
    );
  const status = statusOf(message);
  if (status?.status === 'paused') return <Pause status={status} />;
  if (isBusy) return <p className="notice working">The agent is working …</p>;
  if (status?.status === 'stopped') return <p className="notice">Stopped.</p>;
  if (status?.status === 'failed' || status?.status === 'error')
    return <p className="notice error">The agent could not finish the answer.</p>;
  return null;
}

function Pause({ status }: { readonly status: NonNullable<ReturnType<typeof statusOf>> }): ReactNode {
  const { authUrl, connector, approval } = status;
  if (authUrl === undefined)
    return <p className="notice pause">Waiting for an approval{approval?.title ? `: ${approval.title}` : '.'}</p>;
  return (
    <p className="notice pause">
      The agent needs your login to go on.{' '}
      <a className="button" href={authUrl} target="_blank" rel="noreferrer">
        Log in{connector ? ` to ${connector}` : ''}
      </a>
    </p>
  );
}
