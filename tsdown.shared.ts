import { decode, encode } from '@jridgewell/sourcemap-codec';
import type { Rolldown } from 'tsdown';

/**
 * Escapes what is not ASCII in the published code. As soon as one character needs it, V8 keeps a whole source in two bytes
 * a character and compiles it more slowly, in every bundle that contains it as well.
 *
 * The escape has the same meaning in strings, templates and regular expressions, except in `String.raw`, which fails the
 * build. It happens when the bundle is written, because the printer undoes escapes that are made before.
 */
export function asciiOutput(): Rolldown.Plugin {
  return {
    name: 'ascii-output',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !/\.[cm]?js$/.test(chunk.fileName) || isAscii(chunk.code)) continue;
        if (/String\.raw\s*`[^`]*\P{ASCII}/u.test(chunk.code))
          this.error(
            `${chunk.fileName} has String.raw with a character that is not ASCII. Write its escape in the source`,
          );
        const map = bundle[`${chunk.fileName}.map`];
        if (map?.type === 'asset') map.source = moveColumns(String(map.source), chunk.code);
        chunk.code = escapeAll(chunk.code);
      }
    },
  };
}

function isAscii(code: string): boolean {
  return !/\P{ASCII}/u.test(code);
}

function escapeAll(code: string): string {
  return code.replace(/\P{ASCII}/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** The source map after the escapes, each of which moves the rest of its line. */
function moveColumns(source: string, code: string): string {
  const map = JSON.parse(source) as { mappings: string };
  const lines = code.split('\n');
  const moved = decode(map.mappings).map((segments, number) => {
    const line = lines[number] ?? '';
    if (isAscii(line)) return segments;
    return segments.map(
      ([column, ...rest]) => [escapeAll(line.slice(0, column)).length, ...rest] as (typeof segments)[number],
    );
  });
  return JSON.stringify({ ...map, mappings: encode(moved) });
}
