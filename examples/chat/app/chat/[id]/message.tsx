import type { ReactNode } from 'react';
import type { PageMessage } from '../../../lib/chat-message';

export function Message({ message }: { readonly message: PageMessage }): ReactNode {
  const shown = message.parts.map((part, index) => {
    // Parts have no ids, and are only added at the end.
    const key = `${part.type}-${index}`;
    switch (part.type) {
      case 'text':
        return <p key={key}>{part.text}</p>;
      case 'dynamic-tool':
        return <ToolCall key={key} name={part.toolName} state={part.state} />;
      case 'data-plan':
        return <Plan key={key} steps={part.data.steps} />;
      default:
        return null;
    }
  });
  if (shown.every((part) => part === null)) return null;
  return <article className={`message ${message.role}`}>{shown}</article>;
}

function ToolCall({ name, state }: { readonly name: string; readonly state: string }): ReactNode {
  const verdict = state === 'output-available' ? 'done' : state === 'output-error' ? 'failed' : 'running';
  return (
    <div className={`tool ${verdict}`}>
      <code>{name}</code> <span>{verdict}</span>
    </div>
  );
}

interface PlanProps {
  readonly steps: readonly { readonly title: string; readonly completed: boolean }[];
}

function Plan({ steps }: PlanProps): ReactNode {
  return (
    <ul className="plan">
      {steps.map(({ title, completed }) => (
        <li key={title} className={completed ? 'completed' : ''}>
          {title}
        </li>
      ))}
    </ul>
  );
}
