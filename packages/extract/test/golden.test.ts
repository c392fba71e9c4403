import type { Value } from '@sluice/schema';
import { describe, expect, test } from 'vitest';
import { decodeGolden, encodeGolden, type GoldenLine, goldenUnits } from '../../schema/test/golden.ts';
import { nodeRuntime } from '../../schema/test/node-runtime.ts';
import { applyLag } from '../src/incremental/apply-lag.ts';
import { recordHash } from '../src/incremental/record-hash.ts';
import { computeTables, extractSource, jsonPath, resource, source } from '../src/index.ts';
import { tableDocument, toCursor, toHints } from './golden-hints.ts';

function cases(table: string) {
  return goldenUnits(table).map((line, index) => ({
    ...line,
    label: `${index + 1} ${JSON.stringify(encodeGolden(line.in)).slice(0, 90)} ${JSON.stringify(line.settings)}`,
  }));
}

/** Our code for the Python class of an error. */
const codes: Readonly<Record<string, string>> = {
  JsonPathLexerError: 'CURSOR_PATH_INVALID',
  ParserError: 'CURSOR_LAG_INVALID',
  ValueError: 'CURSOR_LAG_INVALID',
  IncrementalCursorPathMissing: 'CURSOR_PATH_MISSING',
  IncrementalCursorPathHasValueNone: 'CURSOR_VALUE_NULL',
  IncrementalCursorInvalidCoercion: 'CURSOR_NOT_COMPARABLE',
  IncrementalPrimaryKeyMissing: 'CURSOR_KEY_MISSING',
  DataItemRequiredForDynamicTableHints: 'HINT_NEEDS_RECORD',
  InconsistentTableTemplate: 'HINT_INCONSISTENT',
};

/** Holds our answer against dlt's: the same outcome, or our error where dlt fails. */
async function judge({ out, error }: GoldenLine, answer: () => unknown, code = codes[error ?? '']) {
  if (error) await expect((async () => answer())()).rejects.toMatchObject({ code });
  else expect(await answer()).toEqual(encodeGolden(decodeGolden(out ?? null)));
}

describe('JSONPath', () => {
  test.each(cases('jsonpath'))('$label', (line) =>
    judge(line, () => {
      const path = jsonPath(String(line.settings.path));
      return { values: path.values(decodeGolden(line.in)), simple: path.field !== null, field: path.field };
    }),
  );
});

describe('hashes of records', () => {
  test.each(cases('dedup-hash'))('$label', (line) =>
    judge(line, () => recordHash(decodeGolden(line.in), null, nodeRuntime, line.settings.legacy === true)),
  );
});

describe('lag', () => {
  test.each(cases('incremental-lag'))('$label', (line) =>
    judge(line, () => {
      const { last = null, initial = null } = decodeGolden(line.in) as Record<string, Value>;
      const { lag, func } = line.settings as { lag: number; func: 'max' | 'min' };
      return encodeGolden(applyLag(last, lag, func, initial, null));
    }),
  );
});

describe('incremental loading', () => {
  test.each(cases('incremental-rows'))('$label', (line) =>
    judge(line, async () => {
      const { batches, state } = decodeGolden(line.in) as { batches: Value[]; state?: Value };
      const options = decodeGolden(line.settings) as {
        incremental: Record<string, Value>;
        resource_primary_key?: string | string[];
      };
      const cursor = toCursor(options.incremental);
      const { path } = cursor;
      const known = state ? { resources: { items: { incremental: { [path]: state } } } } : {};
      let pulled = 0;
      const hints = {
        cursor,
        ...(options.resource_primary_key !== undefined && { primaryKey: options.resource_primary_key }),
      };
      const items = resource(
        'items',
        hints,
        (function* () {
          for (const batch of batches) {
            pulled++;
            yield batch;
          }
        })(),
      );
      const rows: unknown[] = [];
      const extraction = extractSource(source('s', () => [items])(), { state: known, runtime: nodeRuntime });
      for await (const page of extraction) rows.push(...page.items);
      const after = (known as { resources?: { items?: { incremental?: Record<string, Value> } } }).resources;
      return encodeGolden({ rows, state: after?.items?.incremental?.[path] ?? {}, pulled } as Value);
    }),
  );
});

describe('tables that hints define', () => {
  test.each(cases('resource-hints'))('$label', (line) =>
    judge(
      line,
      () => {
        const { resource: spec, apply = [] } = line.in as {
          resource: Record<string, Value>;
          apply?: Record<string, Value>[];
        };
        let made = resource(String(spec.name), toHints(spec), []);
        for (const hints of apply) made = made.with(toHints(hints));
        const record = line.settings.item;
        const [root, ...nested] = computeTables(made, record === undefined ? {} : { record });
        // The cases name the root of nested tables after a rule of their own.
        const [, ...children] = nested.length > 0 ? computeTables(made, { table: 'root_res' }) : [];
        return {
          table: tableDocument(root),
          ...(children.length > 0 && { nested: children.map(tableDocument) }),
        };
      },
      codes[line.error ?? ''] && line.error !== 'ValueError'
        ? codes[line.error ?? '']
        : 'WRITE_DISPOSITION_UNKNOWN',
    ),
  );
});
