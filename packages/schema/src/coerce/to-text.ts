import type { DataType } from '../data-type.ts';
import { encodeJson } from '../json/encode.ts';
import { markedText } from '../json/markers.ts';
import { removeMarkers } from '../json/remove-markers.ts';
import { doubleText } from '../values/double.ts';
import { Double, type Value } from '../values/values.ts';

const anyMarker = /[\uf026-\uf02e]/;

/** Every value has a text. Doubles and booleans are spelled as in Python: `1.0`, `1e-05`, `True`. */
export function toText(value: Value, from: DataType): string {
  switch (from) {
    case 'bool':
      return value ? 'True' : 'False';
    case 'bigint':
      return typeof value === 'number' ? BigInt(value).toString() : String(value);
    case 'double':
      return doubleText(value instanceof Double ? value.value : Number(value));
    case 'json':
      return jsonText(value);
    default:
      return (typeof value === 'object' && value ? markedText(value)?.text : undefined) ?? String(value);
  }
}

function jsonText(value: Value): string {
  const text = encodeJson(value);
  return anyMarker.test(text) ? encodeJson(removeMarkers(value)) : text;
}
