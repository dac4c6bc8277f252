/** Characters that a terminal obeys, and those that change the direction of text. */
const obeyed = /[^\P{Cc}\t\n]|[\p{Bidi_C}\u2028\u2029]/gu;

/** Shows control characters instead of obeying them: `^[` for escape, `<U+202E>` for others. Keeps tabs and line breaks. */
export function showControls(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(obeyed, showControl);
}

/** The same in one line. */
export function toOneLine(text: string): string {
  return showControls(text.replace(/\s+/g, ' ').trim());
}

function showControl(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  if (code === 0x7f) return '^?';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** JSON in one line. What a terminal could obey is escaped, which changes no value. */
export function toJsonLine(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  return `${json.replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
