import { type FormEvent, type ReactNode, useState } from 'react';

interface ComposerProps {
  readonly isBusy: boolean;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

export function Composer({ isBusy, onSend, onStop }: ComposerProps): ReactNode {
  const [text, setText] = useState('');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (isBusy || text.trim() === '') return;
    onSend(text);
    setText('');
  };
  return (
    <form className="composer" onSubmit={send}>
      <input
        aria-label="Your message"
        autoComplete="off"
        placeholder="Write a message"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {isBusy ? (
        <button type="button" className="stop" onClick={onStop}>
          Stop
        </button>
      ) : (
        <button type="submit" disabled={text.trim() === ''}>
          Send
        </button>
      )}
    </form>
  );
}
