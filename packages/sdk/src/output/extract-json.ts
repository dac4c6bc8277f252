/** A JSON value that was found in a text. It may be `null`. */
export interface Found {
  readonly value: unknown;
}

/**
 * Finds the JSON in an answer: the whole answer, or else its only fenced block that is JSON. Text around the block is
 * ignored.
 *
 * If several blocks are JSON, none is returned, because the answer does not state which one counts.
 */
export function findJson(answer: string): Found | undefined {
  const whole = parse(answer.trim());
  if (whole !== undefined) return whole;
  const found = fencedBlocks(answer)
    .map(parse)
    .filter((block) => block !== undefined);
  return found.length === 1 ? found[0] : undefined;
}

function parse(text: string): Found | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The blocks between fences of three or more backticks or tildes, as in Markdown. The last block may lack its end. */
function fencedBlocks(text: string): string[] {
  const blocks: string[] = [];
  let fence: string | undefined;
  let block: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, marks = '', rest = ''] = /^\s*(`{3,}|~{3,})(.*)/.exec(line) ?? [];
    if (fence === undefined) {
      if (marks !== '' && !rest.includes('`')) fence = marks;
    } else if (marks.startsWith(fence) && rest.trim() === '') {
      blocks.push(block.join('\n'));
      fence = undefined;
      block = [];
    } else {
      block.push(line);
    }
  }
  if (fence !== undefined) blocks.push(block.join('\n'));
  return blocks;
}
