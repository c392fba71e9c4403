import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** The files that importing a module loads, in a process of its own. */
function loadedBy(specifier: string): string[] {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => { console.log(url); return next(url, context); } });
    await import(${JSON.stringify(specifier)});`;
  const output = execFileSync(
    process.execPath,
    ['--conditions=@sluice/source', '--input-type=module', '--eval', script],
    { cwd: import.meta.dirname, encoding: 'utf8' },
  );
  return output.split('\n').filter((url) => url.startsWith('file:'));
}

const libraries = /node_modules\/(zod|yaml)\//;

test.each(['@sluice/schema', '@sluice/schema/arrow', '@sluice/schema/render'])(
  'importing %s loads neither zod nor yaml',
  (specifier) => {
    const loaded = loadedBy(specifier);
    expect(loaded.some((url) => url.includes('packages/schema/src/'))).toBe(true);
    expect(loaded.filter((url) => libraries.test(url))).toEqual([]);
  },
);

test('importing @sluice/schema/files loads both', () => {
  const loaded = loadedBy('@sluice/schema/files').filter((url) => libraries.test(url));
  expect(new Set(loaded.map((url) => libraries.exec(url)?.[1]))).toEqual(new Set(['zod', 'yaml']));
});
