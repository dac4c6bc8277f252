import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml } from '@redocly/openapi-core';
import { repositoryRoot } from '../spec/bundle.ts';

export type SourceName = 'S1' | 'S2' | 'digest';
export type Aspect = 'type' | 'format' | 'nullable' | 'required' | 'default' | 'enum';

/** What a table says of one field. What it does not say is left out. */
export interface FieldFact {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly required?: boolean | 'unstated';
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
}

export interface OperationFact {
  readonly source: SourceName;
  readonly where: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The header that carries the key, where one is needed. */
  readonly key?: string;
}

/** A table of the documents: of the members of a schema, or of the parameters of an operation. */
export interface FactTable {
  readonly source: SourceName;
  readonly where: string;
  /** "required" and "default" are printed wherever they apply: a row without them says that there are none. */
  readonly rendered?: boolean;
  readonly schema?: string;
  readonly parametersOf?: string;
  readonly fields: Readonly<Record<string, FieldFact>>;
}

/** Where the description differs from the documents on purpose. */
export interface Difference {
  readonly fields: readonly string[];
  readonly aspects: readonly Aspect[];
  /** Only where the document with this tag says so. Default: wherever it is said. */
  readonly source?: SourceName;
  /** The entry of api-facts that explains the contradiction. */
  readonly fact: string;
  readonly reason: string;
}

export interface Facts {
  readonly sources: Readonly<Record<SourceName, string>>;
  readonly operations: readonly OperationFact[];
  readonly tables: readonly FactTable[];
  readonly differences: readonly Difference[];
}

export async function readFacts(path: string = join(repositoryRoot, 'openapi/facts.yaml')): Promise<Facts> {
  return parseYaml(await readFile(path, 'utf8')) as Facts;
}
