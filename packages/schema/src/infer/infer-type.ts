import type { DataType } from '../data-type.ts';
import { SluiceError } from '../errors.ts';
import { parseIso } from '../time/parse-iso.ts';
import { dataTypeOf } from '../values/data-type-of.ts';
import { Double, HexBytes, PlainDate, Timestamp, type Value, Wei } from '../values/values.ts';

const fiveYears = 5 * 365 * 86_400;
const maxInt64 = 2n ** 63n - 1n;
const maxWei = 578_960_446_186_580_977_117_854_925_043_439_539_266n;

let startedAt: number | undefined;

type Detection = (value: Value, now: number) => DataType | null;

const detections: Readonly<Record<string, Detection>> = {
  timestamp(value, now) {
    const seconds = value instanceof Double ? value.value : value;
    const isNumber = typeof seconds === 'number' || typeof seconds === 'bigint';
    return isNumber && Math.abs(Number(seconds) - now) <= fiveYears ? 'timestamp' : null;
  },
  iso_timestamp: (value) => (readIso(value) instanceof Timestamp ? 'timestamp' : null),
  iso_date: (value) => (readIso(value) instanceof PlainDate ? 'date' : null),
  large_integer(value) {
    if (typeof value !== 'bigint' || value <= maxInt64) return null;
    return value > maxWei ? 'text' : 'wei';
  },
  hexbytes_to_text: (value) => (value instanceof HexBytes ? 'text' : null),
  wei_to_double: (value) => (value instanceof Wei ? 'double' : null),
};

/**
 * The type of a column that is new with this value: what the first of the detections that recognises it says, else
 * the type the value has by itself.
 *
 * @param names the schema's `settings.detections`, in their order
 * @param now seconds since 1970; what the `timestamp` detection takes for the present. Default: when the process began
 * to infer.
 * @throws DETECTION_UNKNOWN, RECORD_VALUE_UNSUPPORTED for null
 */
export function inferType(value: Value, names: readonly string[], now?: number): DataType {
  for (const name of names) {
    const detect = Object.hasOwn(detections, name) ? detections[name] : undefined;
    if (!detect)
      throw new SluiceError('DETECTION_UNKNOWN', `There is no detection ${JSON.stringify(name)}`, {
        remedy: `Use ${Object.keys(detections).join(', ')}`,
      });
    const type = detect(value, now ?? present());
    if (type !== null) return type;
  }
  return dataTypeOf(value);
}

function present(): number {
  startedAt ??= Date.now() / 1000;
  return startedAt;
}

function readIso(value: Value): Value {
  return typeof value === 'string' ? parseIso(value) : null;
}
