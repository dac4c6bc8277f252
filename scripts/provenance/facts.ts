import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml } from '@redocly/openapi-core';
import { repositoryRoot } from '../repository-root.ts';

/** Where a compared row comes from: one of the two transcribed pages, or a fact. */
export type RowSource = 'S1' | 'S2' | 'facts';
export type Aspect = 'type' | 'format' | 'nullable' | 'required' | 'default' | 'enum';

/** A page, a document or a program of which something is known. */
export interface Source {
  readonly name: string;
  readonly date: string;
}

/** What the sources say about one matter, in our own words. */
export interface Fact {
  readonly title: string;
  /** Markdown. */
  readonly says: string;
  /** Tags of sources. */
  readonly sources: readonly string[];
}

/** What a table says about one field. What the table does not say is left out. */
export interface FieldFact {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly required?: boolean | 'unstated';
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
}

export interface OperationFact {
  readonly source: RowSource;
  /** The place on the page. With the source `facts` it begins with the tag of a fact. */
  readonly where: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The header that carries the key, if the operation needs one. */
  readonly key?: string;
}

/** A table of the documents: the members of a schema, or the parameters of an operation. */
export interface FactTable {
  readonly source: RowSource;
  readonly where: string;
  /** The page prints "required" and "default" wherever they apply, so a row without them says that there are none. */
  readonly rendered?: boolean;
  readonly schema?: string;
  readonly parametersOf?: string;
  readonly fields: Readonly<Record<string, FieldFact>>;
}

/** Where the description differs from the documents on purpose. */
export interface Difference {
  readonly fields: readonly string[];
  readonly aspects: readonly Aspect[];
  /** Limits the difference to what this source says. Default: all sources. */
  readonly source?: RowSource;
  /** The tag of the fact that explains the difference. */
  readonly fact: string;
  readonly reason: string;
}

export interface Facts {
  readonly sources: Readonly<Record<string, Source>>;
  /** The titles of the groups, by the letter that their tags begin with. */
  readonly groups: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly operations: readonly OperationFact[];
  readonly tables: readonly FactTable[];
  readonly differences: readonly Difference[];
}

export async function readFacts(path: string = join(repositoryRoot, 'openapi/facts.yaml')): Promise<Facts> {
  return parseYaml(await readFile(path, 'utf8')) as Facts;
}
