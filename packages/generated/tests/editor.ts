import { join } from 'node:path';
import ts from 'typescript';

const fileName = join(import.meta.dirname, 'in-the-editor.ts');

/** What an editor shows at the place in the code that is marked with `|`. */
export interface EditorHints {
  /** The text of the hover, with its tags. */
  readonly hover: string;
  /** The suggested completions. */
  readonly completions: readonly string[];
}

/** Asks the language service of TypeScript editors. The code has the folder of these tests, but no file. */
export function inTheEditor(code: string): EditorHints {
  const position = code.indexOf('|');
  const text = code.replace('|', '');
  const host: ts.LanguageServiceHost = {
    getScriptFileNames: () => [fileName],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const content = name === fileName ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => import.meta.dirname,
    getCompilationSettings: () => ({
      module: ts.ModuleKind.NodeNext,
      strict: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      noEmit: true,
    }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === fileName || ts.sys.fileExists(name),
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  };
  const service = ts.createLanguageService(host);
  const info = service.getQuickInfoAtPosition(fileName, position);
  const tags = info?.tags?.map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`) ?? [];
  const completions = service.getCompletionsAtPosition(fileName, position, {})?.entries ?? [];
  return {
    hover: [ts.displayPartsToString(info?.displayParts), ts.displayPartsToString(info?.documentation), ...tags].join(
      '\n',
    ),
    completions: completions.map(({ name }) => name),
  };
}
