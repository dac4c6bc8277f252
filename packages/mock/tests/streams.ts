/** An event, as received. */
export interface EventBody {
  type: string;
  task_id: string;
  organization_id: string;
  time: string;
  data: unknown;
}

/** Splits a whole stream into its `data:` lines, parsed. */
export function parseEvents(text: string): EventBody[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('data: '))
    .map((block) => JSON.parse(block.slice('data: '.length)) as EventBody);
}

export async function readEvents(response: Response): Promise<EventBody[]> {
  return parseEvents(await response.text());
}

/** Reads to the end of the body or to the point where it breaks. */
export async function readUntilBroken(
  response: Response,
): Promise<{ events: EventBody[]; text: string; error: unknown }> {
  let text = '';
  const decoder = new TextDecoder();
  try {
    for await (const bytes of response.body ?? []) text += decoder.decode(bytes, { stream: true });
  } catch (error) {
    return { events: parseEvents(complete(text)), text, error };
  }
  return { events: parseEvents(text), text, error: undefined };
}

function complete(text: string): string {
  return text.slice(0, text.lastIndexOf('\n\n') + 2);
}

/** Joins the chunks of the answer. */
export function answerIn(events: readonly EventBody[]): string {
  return events
    .filter(({ type }) => type === 'chunk')
    .map(({ data }) => data)
    .join('');
}
