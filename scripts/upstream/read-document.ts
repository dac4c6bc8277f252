import { createReadStream } from 'node:fs';
import { parseYaml } from '@redocly/openapi-core';
import { type Document, DocumentError, isObject } from '../spec/document.ts';

/** Limits for documents of unknown origin. */
export interface ReadLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export const defaultReadLimits: ReadLimits = { maxBytes: 20 * 1024 * 1024, timeoutMs: 30_000 };

/**
 * Reads an OpenAPI document, in JSON or YAML, from a file or a URL.
 *
 * @throws DocumentError if the document is missing, too large, or not OpenAPI 3.0 or 3.1.
 */
export async function readDocument(source: string, limits: ReadLimits = defaultReadLimits): Promise<Document> {
  const text = await textOf(source, limits);
  const document = parsed(source, text);
  if (!isObject(document)) throw new DocumentError(`${source} is not an OpenAPI document.`);
  if (typeof document.openapi !== 'string' || !/^3\.[01]\./.test(document.openapi)) {
    const version = document.openapi ?? document.swagger;
    throw new DocumentError(
      `${source} is not OpenAPI 3.0 or 3.1: its version is ${JSON.stringify(version) ?? 'missing'}.`,
    );
  }
  if (!isObject(document.paths)) throw new DocumentError(`${source} has no paths.`);
  return { ...document, openapi: document.openapi, paths: document.paths };
}

async function textOf(source: string, { maxBytes, timeoutMs }: ReadLimits): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of await bytesOf(source, timeoutMs)) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new DocumentError(`${source} is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function bytesOf(source: string, timeoutMs: number): Promise<AsyncIterable<Uint8Array>> {
  if (!/^https?:\/\//.test(source)) return createReadStream(source);
  const response = await fetch(source, { signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    throw new DocumentError(`${source} cannot be reached.`, { cause: error });
  });
  if (!response.ok || response.body === null) throw new DocumentError(`${source} answered ${response.status}.`);
  return response.body;
}

function parsed(source: string, text: string): unknown {
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : parseYaml(text);
  } catch (error) {
    const [firstLine] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new DocumentError(`${source} is neither JSON nor YAML: ${firstLine}`, { cause: error });
  }
}
