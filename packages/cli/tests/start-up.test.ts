import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { run } from './support/command.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

/** What a file of the bundle imports before its first line runs, and what those files import. */
function loadedBy(entry: string): Set<string> {
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const text = readFileSync(`${dist}${file}`, 'utf8');
    for (const [, target = ''] of text.matchAll(/^(?:import|export)\b[^;'"]*["']([^"']+)["'];?$/gm))
      if (target.startsWith('./')) visit(target.slice(2));
      else loaded.add(target);
  };
  visit(entry);
  return loaded;
}

describe('the start', () => {
  it('loads neither a package nor a command', () => {
    const loaded = [...loadedBy('bin.js')];
    const packages = loaded.filter(
      (name) => !name.endsWith('.js') && !builtinModules.includes(name.replace(/^node:/, '')),
    );
    expect(packages).toEqual([]);
    const commands = readdirSync(fileURLToPath(new URL('../src/commands/', import.meta.url)));
    expect(loaded.filter((name) => commands.includes(name.replace(/\.js$/, '.ts')))).toEqual([]);
    expect(loaded).not.toContain('table.js');
    expect(loaded).not.toContain('yocto-spinner.js');
  });

  it.each(['invoke', 'chat', 'tasks', 'agents', 'thread', 'doctor', 'completion', 'batch'])(
    'loads the emulator not for %s',
    (command) => {
      expect([...loadedBy(`${command}.js`)]).not.toContain('@xpander/mock');
    },
  );

  it('bundles only what its licences name', () => {
    const notice = readFileSync(new URL('../THIRD_PARTY_LICENSES.txt', import.meta.url), 'utf8');
    const bundled = new Set<string>();
    for (const file of readdirSync(dist)) {
      const text = readFileSync(`${dist}${file}`, 'utf8');
      for (const [, name = ''] of text.matchAll(
        /^\/\/.*node_modules\/\.pnpm\/[^/]+\/node_modules\/((?:@[^/]+\/)?[^/]+)\//gm,
      ))
        bundled.add(name);
    }
    expect(bundled.size).toBeGreaterThan(5);
    for (const name of bundled) expect(notice).toContain(`\n${name}\n`);
  });

  it('shows the version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
  });
});
