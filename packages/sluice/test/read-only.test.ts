import { duckdb } from '@sluice/destination-duckdb';
import { expect, test } from 'vitest';
import { workspace } from './workspace.ts';

test.each([true, false])(
  'a destination that is open for reading alone is refused before anything is extracted (restore: %s)',
  async (restore) => {
    const { open, file } = await workspace();
    await open().run([{ id: 1 }], { table: 't' });
    const readOnly = open({ destination: duckdb({ path: file, readOnly: true }), restore });
    let isAsked = false;
    function* rows() {
      isAsked = true;
      yield { id: 2 };
    }
    await expect(readOnly.run(rows(), { table: 't' })).rejects.toMatchObject({
      code: 'DESTINATION_READ_ONLY',
    });
    expect(isAsked).toBe(false);
    expect(await readOnly.pending()).toEqual([]);
    expect(await readOnly.dataset().rowCounts()).toEqual({ t: 1 });
    await readOnly.sync();
    await open().run([{ id: 2 }], { table: 't' });
    expect(await readOnly.dataset().rowCounts()).toEqual({ t: 2 });
  },
);
