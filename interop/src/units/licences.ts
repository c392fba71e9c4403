import { untagMarkers } from '../canonical/stored-text.ts';
import { at, type Json } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import { compact } from '../json/print.ts';
import { lateTypedRows } from './rows.ts';
import { plainTags } from './values.ts';

/** A tag of docs/dlt-compatibility.md, and the answer it allows in place of dlt's. */
export interface UnitLicence {
  readonly tag: string;
  /** In the form in which answers are compared; null = any. */
  readonly answer: string | null;
}

/** Under which tags a line may be answered in another way than dlt does. */
export function licencesOf(file: string, line: Json): UnitLicence[] {
  const fails = at(line, 'error') !== undefined;
  const input = at(line, 'in') ?? null;
  // dlt refuses UUID objects; JavaScript has none, so that a UUID is always a text.
  if (fails && at(input, '$type') === 'uuid') return [{ tag: 'uuid', answer: null }];
  switch (file) {
    case 'coerce-row':
      if (fails) return [];
      return [
        {
          tag: 'late-typing',
          answer: compact(lateTypedRows(plainTags(at(line, 'out') ?? null), at(line, 'settings'))),
        },
      ];
    case 'state-codec':
      // A state that was stored as plain JSON: dlt takes it for base64 where it has no character beyond ASCII.
      if (!fails || typeof input !== 'string' || !input.startsWith('{')) return [];
      return [{ tag: 'dlt-bug', answer: compact(untagMarkers(parseJson(input))) }];
    case 'state-hash':
      return at(line, 'settings', 'without_local') === false ? [{ tag: 'local', answer: null }] : [];
    case 'from-db-type':
      return isForeign(String(at(input, 'type')))
        ? [{ tag: 'foreign-types', answer: compact(new Map([['data_type', null]])) }]
        : [];
    case 'job-file-name':
      return [{ tag: 'local', answer: compact('000001.jsonl') }];
    case 'random-ids':
      return /^(?:uniq_id|file_id)/.test(String(input)) ? [{ tag: 'local', answer: null }] : [];
    default:
      return [];
  }
}

/** Types that no column of a dataset has, unless somebody else has made it. */
function isForeign(type: string): boolean {
  return /^(?:uuid|float|real|struct\(.*\)|user-defined)$/i.test(type);
}
