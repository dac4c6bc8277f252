const form = find('form', HTMLFormElement);
const button = find('button', HTMLButtonElement);
const answer = find('#answer', HTMLElement);
const state = find('#state', HTMLElement);

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  answer.textContent = '';
  show('Asking …');
  try {
    await ask(String(new FormData(form).get('question')));
    show('This is the whole answer.');
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    show(answer.textContent === '' ? what : `${what} This is only a part of an answer.`, true);
  } finally {
    button.disabled = false;
  }
});

/**
 * Shows the answer while it arrives. Only its last line says that it is complete.
 *
 * @param {string} question
 */
async function ask(question) {
  const response = await fetch('answers', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  }).catch(() => {
    throw new Error('The server cannot be reached.');
  });
  for await (const line of linesOf(response)) {
    if (line.error !== undefined) throw new Error(line.error);
    if (line.text !== undefined) answer.textContent += line.text;
    if (line.answer !== undefined) answer.textContent = line.answer;
    if (line.done) return;
  }
  throw new Error('The connection broke.');
}

/**
 * Yields each whole line of a body, however the network splits it. A last line without a line break is dropped.
 *
 * @param {Response} response
 * @returns {AsyncGenerator<{ text?: string, done?: true, answer?: string, error?: string }, void>}
 */
async function* linesOf(response) {
  const isAnswer = response.headers.get('content-type')?.startsWith('application/x-ndjson');
  if (!isAnswer) throw new Error('The server is out of order.');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const read = await reader?.read().catch(() => undefined);
    if (read?.value === undefined) return;
    const lines = (rest + read.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}

/**
 * @param {string} text
 * @param {boolean} isFailure
 */
function show(text, isFailure = false) {
  state.textContent = text;
  state.classList.toggle('failed', isFailure);
}

/**
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
function find(selector, type) {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page has no ${selector}.`);
  return found;
}
