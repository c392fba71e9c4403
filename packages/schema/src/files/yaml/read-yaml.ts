import { type Document, isScalar, LineCounter, type Pair, parseDocument, visit } from 'yaml';
import { encodeJson } from '../../json/encode.ts';
import { parseJson } from '../../json/parse.ts';
import type { Value } from '../../values/values.ts';
import { SchemaInvalidError, type SchemaProblem } from '../problems.ts';
import { readableTypes } from './plain-types.ts';

// An exported file refers to a piece of it by an alias wherever the same piece occurs again.
const maxAliases = 10_000;

/**
 * Reads YAML 1.1 as PyYAML does; the value is one that JSON could hold, too. Of keys only texts are taken: `2024:`
 * and `on:` need quotes. @throws SCHEMA_INVALID naming the line.
 */
export function readYaml(text: string): Value {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.1',
    schema: 'failsafe',
    customTags: readableTypes,
    merge: true,
    lineCounter: lines,
    prettyErrors: false,
  });
  const problems: SchemaProblem[] = [];
  const report = (offset: number, problem: string): void => {
    problems.push({ path: `line ${lines.linePos(offset).line}`, problem });
  };
  for (const { pos, message } of [...document.errors, ...document.warnings])
    report(pos[0], `is no YAML: ${message}`);
  visit(document, {
    Pair: (_, pair: Pair) => {
      const { key } = pair;
      if (!isScalar(key) || typeof key.value === 'string' || typeof key.value === 'symbol') return;
      report(key.range?.[0] ?? 0, `has the key ${key.source ?? ''}, which is no text without quotes`);
    },
  });
  if (problems.length > 0) throw new SchemaInvalidError(problems);
  // Through JSON: what comes of a file is the same, whichever format it has.
  return parseJson(encodeJson(jsValue(document)));
}

function jsValue(document: Document): unknown {
  try {
    return document.toJS({ mapAsMap: true, maxAliasCount: maxAliases });
  } catch (error) {
    const problem = `is no YAML: ${error instanceof Error ? error.message : String(error)}`;
    throw new SchemaInvalidError([{ path: '', problem }]);
  }
}
