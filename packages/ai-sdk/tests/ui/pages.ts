import { AbstractChat as Chat6, uiMessageChunkSchema as schema6, DefaultChatTransport as Transport6 } from 'ai6';
import { AbstractChat as Chat7, uiMessageChunkSchema as schema7, DefaultChatTransport as Transport7 } from 'ai7';

/** A part of a message, with the members that the tests look at. */
export interface PagePart {
  readonly type: string;
  readonly text?: string;
  readonly toolName?: string;
  readonly state?: string;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly data?: unknown;
}

export interface PageMessage {
  readonly id: string;
  readonly role: string;
  readonly parts: readonly PagePart[];
}

/** A page with a chat: the engine behind `useChat`, without React. */
export interface Page {
  readonly messages: readonly PageMessage[];
  readonly status: string;
  readonly error: Error | undefined;
  send(text: string): Promise<void>;
  regenerate(): Promise<void>;
  resume(): Promise<void>;
  /** Leaves the answer that is being written, as a page does that is closed. */
  leave(): Promise<void>;
}

export interface PageOptions {
  readonly api: string;
  readonly chatId?: string;
  readonly visitor?: string;
  readonly messages?: readonly PageMessage[];
}

interface State<Message> {
  status: 'ready' | 'submitted' | 'streaming' | 'error';
  error: Error | undefined;
  messages: Message[];
  pushMessage(message: Message): void;
  popMessage(): void;
  replaceMessage(index: number, message: Message): void;
  snapshot<T>(thing: T): T;
}

function createState<Message>(messages: Message[]): State<Message> {
  return {
    status: 'ready',
    error: undefined,
    messages,
    pushMessage(message) {
      this.messages = [...this.messages, message];
    },
    popMessage() {
      this.messages = this.messages.slice(0, -1);
    },
    replaceMessage(index, message) {
      this.messages = this.messages.with(index, structuredClone(message));
    },
    snapshot: (thing) => structuredClone(thing),
  };
}

interface Engine {
  readonly messages: readonly PageMessage[];
  readonly status: string;
  readonly error: Error | undefined;
  sendMessage(message: { text: string }): Promise<void>;
  regenerate(): Promise<void>;
  resumeStream(): Promise<void>;
  stop(): Promise<void>;
}

function toPage(engine: Engine): Page {
  return {
    get messages() {
      return engine.messages;
    },
    get status() {
      return engine.status;
    },
    get error() {
      return engine.error;
    },
    send: (text) => engine.sendMessage({ text }),
    regenerate: () => engine.regenerate(),
    resume: () => engine.resumeStream(),
    leave: () => engine.stop(),
  };
}

function openPage6({ api, chatId = 'chat-1', visitor = 'dana', messages = [] }: PageOptions): Page {
  class Chat extends Chat6<never> {}
  const transport = new Transport6<never>({ api, headers: { 'x-visitor': visitor } });
  return toPage(new Chat({ id: chatId, transport, state: createState([...messages] as never[]) }));
}

function openPage7({ api, chatId = 'chat-1', visitor = 'dana', messages = [] }: PageOptions): Page {
  class Chat extends Chat7<never> {}
  const transport = new Transport7<never>({ api, headers: { 'x-visitor': visitor } });
  return toPage(new Chat({ id: chatId, transport, state: createState([...messages] as never[]) }));
}

/** The pages of both versions of the AI SDK. */
export const pages: readonly (readonly [name: string, openPage: (options: PageOptions) => Page])[] = [
  ['ai 6', openPage6],
  ['ai 7', openPage7],
];

/** Both versions' verdict on a chunk: what is wrong, or nothing. */
export async function findMistakes(chunk: unknown): Promise<readonly unknown[]> {
  const verdicts = await Promise.all([schema6().validate?.(chunk), schema7().validate?.(chunk)]);
  return verdicts.filter((verdict) => verdict?.success !== true);
}

/** The text of a message. */
export const textOf = (message: PageMessage | undefined): string =>
  (message?.parts ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');

/** The data of a message's part; `undefined` if it has no such part. */
export const dataOf = (message: PageMessage | undefined, type: `data-${string}`): unknown =>
  message?.parts.find((part) => part.type === type)?.data;
