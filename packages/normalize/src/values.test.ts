import { type DataType, dataTypes, Wei } from '@sluice/schema';
import Big from 'big.js';
import BigNumber from 'bignumber.js';
import { Decimal } from 'decimal.js';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { normalize, plain, typesOf } from '../test/normalize.ts';
import type { Cell } from '../test/read-batches.ts';

/** What happens to an input in a column of each type. */
interface Expected {
  /** The input's own type: where it does not fit, it goes to the column `v__v_<own>`. */
  readonly own: DataType;
  /** The cell in that column. Default: as in a column of its own type. */
  readonly variant?: Cell;
  /** The types it fits, with the cell; a code is an error. */
  readonly fits: Partial<Record<DataType, Cell>>;
}

type Input = readonly [what: string, input: unknown, expected: Expected];

const billionths = 1_000_000_000n;
const noon = Date.UTC(2024, 0, 31, 12) * 1000;
const day = 19_753;
const halfPastTen = 37_800_000_000;
const outOfRange = 'RECORD_INTEGER_OUT_OF_RANGE';
const noDigits = 'RECORD_DECIMAL_OUT_OF_RANGE';

const texts: readonly Input[] = [
  [
    'digits',
    '12',
    {
      own: 'text',
      fits: {
        text: '12',
        bigint: 12,
        double: 12,
        decimal: 12n * billionths,
        wei: 12n,
        timestamp: 12_000_000,
        date: 0,
        json: '12',
      },
    },
  ],
  [
    'a fraction',
    '1.5',
    {
      own: 'text',
      fits: {
        text: '1.5',
        double: 1.5,
        decimal: (3n * billionths) / 2n,
        wei: noDigits,
        timestamp: 1_500_000,
        date: 0,
        json: '1.5',
      },
    },
  ],
  [
    'a word of truth',
    'true',
    { own: 'text', fits: { text: 'true', bool: true, json: 'true', binary: '182,187,158' } },
  ],
  [
    'hex digits',
    '0x0A',
    {
      own: 'text',
      fits: { text: '0x0A', bigint: 10, double: 10, decimal: 10n * billionths, wei: 10n, binary: '10' },
    },
  ],
  [
    'a date-time',
    '2024-01-31T14:00:00+02:00',
    {
      own: 'text',
      // The variant column takes the type that is detected in the text: so it does in the format.
      variant: noon,
      fits: { text: '2024-01-31T14:00:00+02:00', timestamp: noon, date: day },
    },
  ],
  [
    'a date',
    '2024-01-31',
    { own: 'text', fits: { text: '2024-01-31', timestamp: noon - 43_200_000_000, date: day } },
  ],
  ['a time', '10:30', { own: 'text', fits: { text: '10:30', time: halfPastTen } }],
  ['base64', 'AQI=', { own: 'text', fits: { text: 'AQI=', binary: '1,2' } }],
  ['a JSON list', '[1]', { own: 'text', fits: { text: '[1]', json: '[1]' } }],
  ['nothing', '', { own: 'text', fits: { text: '', binary: '' } }],
  ['U+0000', 'x\0y', { own: 'text', fits: { text: 'x\0y' } }],
];

const numbers: readonly Input[] = [
  [
    '0',
    0,
    {
      own: 'bigint',
      fits: {
        text: '0',
        bigint: 0,
        double: 0,
        decimal: 0n,
        wei: 0n,
        bool: false,
        timestamp: 0,
        date: 0,
        binary: '',
      },
    },
  ],
  [
    '-0',
    -0,
    {
      own: 'bigint',
      fits: {
        text: '0',
        bigint: 0,
        double: -0,
        decimal: 0n,
        wei: 0n,
        bool: false,
        timestamp: 0,
        date: 0,
        binary: '',
      },
    },
  ],
  [
    '1.5',
    1.5,
    {
      own: 'double',
      fits: {
        text: '1.5',
        double: 1.5,
        decimal: (3n * billionths) / 2n,
        wei: noDigits,
        bool: true,
        timestamp: 1_500_000,
        date: 0,
      },
    },
  ],
  [
    'seconds',
    1_706_702_400,
    {
      own: 'bigint',
      fits: {
        text: '1706702400',
        bigint: 1_706_702_400,
        double: 1_706_702_400,
        decimal: 1_706_702_400n * billionths,
        wei: 1_706_702_400n,
        bool: true,
        timestamp: noon,
        date: day,
        binary: '64,54,186,101',
      },
    },
  ],
  [
    '2^53',
    2 ** 53,
    {
      own: 'bigint',
      fits: {
        text: '9007199254740992',
        bigint: 2 ** 53,
        double: 2 ** 53,
        decimal: 2n ** 53n * billionths,
        wei: 2n ** 53n,
        bool: true,
        binary: '0,0,0,0,0,0,32',
      },
    },
  ],
  [
    '2^53 + 2',
    2 ** 53 + 2,
    {
      own: 'bigint',
      fits: {
        text: '9007199254740994',
        bigint: 2n ** 53n + 2n,
        double: 2 ** 53 + 2,
        decimal: (2n ** 53n + 2n) * billionths,
        wei: 2n ** 53n + 2n,
        bool: true,
        binary: '2,0,0,0,0,0,32',
      },
    },
  ],
  // No integer of 64 bits, so a double: its digits beyond the seventeenth are not known.
  [
    '2^63',
    2 ** 63,
    {
      own: 'double',
      fits: {
        text: '9.223372036854776e+18',
        double: 2 ** 63,
        decimal: 9_223_372_036_854_776_000n * billionths,
        wei: 9_223_372_036_854_776_000n,
        bool: true,
      },
    },
  ],
  [
    '1e21',
    1e21,
    {
      own: 'double',
      fits: {
        text: '1e+21',
        double: 1e21,
        decimal: 10n ** 21n * billionths,
        wei: 10n ** 21n,
        bool: true,
      },
    },
  ],
  [
    '-1n',
    -1n,
    {
      own: 'bigint',
      fits: {
        text: '-1',
        bigint: -1,
        double: -1,
        decimal: -billionths,
        wei: -1n,
        bool: true,
        timestamp: -1_000_000,
        date: -1,
      },
    },
  ],
  [
    '2n ** 53n + 1n',
    2n ** 53n + 1n,
    {
      own: 'bigint',
      fits: {
        text: '9007199254740993',
        bigint: 2n ** 53n + 1n,
        double: 2 ** 53,
        decimal: (2n ** 53n + 1n) * billionths,
        wei: 2n ** 53n + 1n,
        bool: true,
        binary: '1,0,0,0,0,0,32',
      },
    },
  ],
  [
    '2n ** 63n - 1n',
    2n ** 63n - 1n,
    {
      own: 'bigint',
      fits: {
        text: '9223372036854775807',
        bigint: 2n ** 63n - 1n,
        double: 2 ** 63,
        decimal: (2n ** 63n - 1n) * billionths,
        wei: 2n ** 63n - 1n,
        bool: true,
        binary: '255,255,255,255,255,255,255,127',
      },
    },
  ],
  ...[2n ** 63n, 2n ** 64n - 1n, 2n ** 64n, -(2n ** 63n) - 1n].map((input): Input => {
    const low = input < 0n ? {} : { binary: bytesOf(input) };
    return [
      `${input}n`,
      input,
      {
        own: 'bigint',
        variant: outOfRange,
        fits: {
          text: `${input}`,
          bigint: outOfRange,
          double: Number(input),
          decimal: input * billionths,
          wei: input,
          bool: true,
          ...low,
        },
      },
    ];
  }),
];

const half = (3n * billionths) / 2n;
const aDecimal: Expected = {
  own: 'decimal',
  fits: { text: '1.5', double: 1.5, decimal: half, wei: noDigits, bool: true },
};
const someBytes: Expected = { own: 'binary', fits: { text: 'AQI=', binary: '1,2' } };

const objects: readonly Input[] = [
  ['true', true, { own: 'bool', fits: { text: 'True', bool: true } }],
  ['false', false, { own: 'bool', fits: { text: 'False', bool: false } }],
  [
    'a Date',
    new Date('2024-01-31T12:00:00.123Z'),
    {
      own: 'timestamp',
      fits: { text: '2024-01-31T12:00:00.123000+00:00', timestamp: noon + 123_000, date: day },
    },
  ],
  [
    'a Temporal.Instant',
    Temporal.Instant.from('2024-01-31T12:00:00.123456789Z'),
    {
      own: 'timestamp',
      fits: { text: '2024-01-31T12:00:00.123456+00:00', timestamp: noon + 123_456, date: day },
    },
  ],
  [
    'a Temporal.ZonedDateTime',
    Temporal.ZonedDateTime.from('2024-01-31T00:30:00+01:00[Europe/Berlin]'),
    {
      own: 'timestamp',
      // In UTC it is the day before.
      fits: { text: '2024-01-31T00:30:00+01:00', timestamp: noon - 45_000_000_000, date: day - 1 },
    },
  ],
  [
    'a Temporal.PlainDateTime',
    Temporal.PlainDateTime.from('2024-01-31T12:00:00.000001'),
    { own: 'timestamp', fits: { text: '2024-01-31T12:00:00.000001', timestamp: noon + 1, date: day } },
  ],
  [
    'a Temporal.PlainDate',
    Temporal.PlainDate.from('2024-01-31'),
    { own: 'date', fits: { text: '2024-01-31', timestamp: noon - 43_200_000_000, date: day } },
  ],
  [
    'a Temporal.PlainDate of another calendar',
    Temporal.PlainDate.from('2024-01-31[u-ca=gregory]'),
    { own: 'date', fits: { text: '2024-01-31', timestamp: noon - 43_200_000_000, date: day } },
  ],
  [
    'a Temporal.PlainTime',
    Temporal.PlainTime.from('10:30:00.5'),
    { own: 'time', fits: { text: '10:30:00.500000', time: halfPastTen + 500_000 } },
  ],
  ['a Uint8Array', Uint8Array.of(1, 2), someBytes],
  ['a Buffer', Buffer.from([1, 2]), someBytes],
  ['an ArrayBuffer', Uint8Array.of(1, 2).buffer, someBytes],
  ['a DataView', new DataView(Uint8Array.of(0, 1, 2).buffer, 1), someBytes],
  ['a decimal of decimal.js', new Decimal('1.50'), aDecimal],
  ['a decimal of big.js', new Big('1.50'), aDecimal],
  ['a decimal of bignumber.js', new BigNumber('1.50'), aDecimal],
  [
    'a decimal that is whole',
    new Decimal(5),
    {
      own: 'decimal',
      fits: { text: '5', bigint: 5, double: 5, decimal: 5n * billionths, wei: 5n, bool: true },
    },
  ],
  [
    'a decimal too large for its type',
    new Decimal('1e30'),
    {
      own: 'decimal',
      fits: { text: '1E+30', double: 1e30, bigint: noDigits, decimal: noDigits, wei: 10n ** 30n, bool: true },
    },
  ],
  [
    'a decimal that is no number',
    new Decimal(Number.NaN),
    {
      own: 'decimal',
      fits: { text: 'NaN', double: Number.NaN, decimal: noDigits, wei: noDigits, bool: true },
    },
  ],
  [
    'a wei',
    new Wei('5'),
    { own: 'wei', fits: { text: '5', bigint: 5, double: 5, decimal: 5n * billionths, wei: 5n, bool: true } },
  ],
  ['a URL', new URL('https://example.org/a'), { own: 'text', fits: { text: 'https://example.org/a' } }],
  [
    'an object with toJSON',
    Temporal.Duration.from('PT5M'),
    { own: 'text', fits: { text: 'PT5M', binary: '61,62,76' } },
  ],
  [
    'a boxed number',
    Object(5),
    {
      own: 'bigint',
      fits: {
        text: '5',
        bigint: 5,
        double: 5,
        decimal: 5n * billionths,
        wei: 5n,
        bool: true,
        timestamp: 5_000_000,
        date: 0,
        binary: '5',
      },
    },
  ],
];

function bytesOf(value: bigint): string {
  const bytes: bigint[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) bytes.push(rest & 0xffn);
  return bytes.join();
}

/** The cell of a value in a column of a type, under the name of the column it went to; or the code of the error. */
function stored(input: unknown, data_type: DataType): unknown {
  try {
    return plain(normalize([{ v: input }], { columns: [{ name: 'v', data_type }] }).tables.t)[0];
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}

const isCode = (cell: Cell | undefined): boolean => typeof cell === 'string' && cell.startsWith('RECORD_');

const cells = [...texts, ...numbers, ...objects].flatMap(([what, input, expected]) =>
  dataTypes.map((type) => [what, type, input, expected] as const),
);

test.for(cells)('%s in a column of type %s', ([, type, input, { own, variant, fits }]) => {
  const isFitting = Object.hasOwn(fits, type);
  const cell = isFitting ? fits[type] : (variant ?? fits[own]);
  expect(stored(input, type)).toEqual(isCode(cell) ? cell : { [isFitting ? 'v' : `v__v_${own}`]: cell });
});

test.for(
  [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].flatMap((input) =>
    dataTypes.map((type) => [input, type] as const),
  ),
)('%s in a column of type %s is null', ([input, type]) => {
  expect(stored(input, type)).toEqual({});
});

test.for(
  [
    ['a symbol', Symbol('a')],
    ['a function', () => 1],
    ['a promise', Promise.resolve(1)],
    ['a regular expression', /a/],
    ['an error', new Error('a')],
    ['an invalid Date', new Date(Number.NaN)],
    ['a Date beyond the year 9999', new Date(8.64e15)],
    ['a Temporal.PlainDate beyond the year 9999', Temporal.PlainDate.from('+010000-01-01')],
  ].flatMap(([what, input]) => dataTypes.map((type) => [what, type, input] as const)),
)('%s in a column of type %s is refused', ([, type, input]) => {
  expect(stored(input, type)).toBe('RECORD_VALUE_UNSUPPORTED');
});

test.for(dataTypes)('half a surrogate pair is refused in a column of type %s', (type) => {
  expect(stored('x\ud800', type)).toBe('RECORD_TEXT_MALFORMED');
});

describe('lists and objects', () => {
  class Point {
    x = 1;
    y = 2.5;
  }

  test.for<[what: string, input: unknown, json: string]>([
    ['an object', { a: 1, b: null, c: undefined }, '{"a":1,"b":null}'],
    [
      'a Map',
      new Map<unknown, unknown>([
        ['2', 'b'],
        [1, 'a'],
      ]),
      '{"2":"b","1":"a"}',
    ],
    ['a Set', new Set([1, 'a']), '[1,"a"]'],
    ['a class instance', new Point(), '{"x":1,"y":2.5}'],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ['a key called __proto__', JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    [
      'values of every type',
      [
        new Date(0),
        Temporal.PlainDate.from('2024-01-31'),
        Uint8Array.of(1, 2),
        new Decimal('1.50'),
        2n ** 63n,
        2 ** 53 + 2,
        -0,
        Number.NaN,
        undefined,
      ],
      '["1970-01-01T00:00:00+00:00","2024-01-31","AQI=","1.5",9223372036854775808,9007199254740994,0,null,null]',
    ],
    ['nothing', {}, '{}'],
    ['an empty list', [], '[]'],
  ])('%s stays whole in a JSON column', ([, input, json]) => {
    expect(stored(input, 'json')).toEqual({ v: json });
  });

  test('keys that look like numbers keep their order as columns, too', () => {
    const result = normalize([
      {
        v: new Map([
          ['2', 'b'],
          ['1', 'a'],
        ]),
      },
    ]);
    expect(Object.keys(typesOf(result)).slice(0, 2)).toEqual(['v___2', 'v___1']);
  });

  test.for(['text', 'bigint', 'timestamp'] as const)('are taken apart beside a %s column', (type) => {
    expect(stored({ a: 1, b: { c: 2 } }, type)).toEqual({ v__a: 1, v__b__c: 2 });
    expect(stored([1], type)).toEqual({});
  });

  test.for<[type: DataType, cell: Record<string, Cell>]>([
    ['text', { v: '{"a":1}' }],
    ['bigint', { v__v_json: '{"a":1}' }],
    ['double', { v__v_json: '{"a":1}' }],
    ['timestamp', { v__v_json: '{"a":1}' }],
    ['json', { v: '{"a":1}' }],
  ])('at the end of nesting stay whole in a %s column', ([data_type, cell]) => {
    const { tables } = normalize([{ v: { a: 1 } }], {
      columns: [{ name: 'v', data_type }],
      hints: { 'x-normalizer': { max_nesting: 0 } },
    });
    expect(plain(tables.t)).toEqual([cell]);
  });
});

describe('a wei beyond the range every warehouse has', () => {
  const beyond = '578960446186580977117854925043439539267';

  test('goes to a text column beside its own, and brings none of its own along', () => {
    const result = normalize([{ v: new Wei(beyond) }, { v: new Wei('7') }, { v: new Wei(`-${beyond}0`) }]);
    expect(plain(result.tables.t)).toEqual([{ v__v_str: beyond }, { v: 7n }, { v__v_str: `-${beyond}0` }]);
    expect(typesOf(result)).toMatchObject({ v: 'wei', v__v_str: 'text' });
    expect(result.schema.tables.get('t')?.columns.get('v__v_str')).toMatchObject({
      variant: true,
      description: 'Variant of column v__v_str generated by dlt',
    });
  });

  test('also where the column is there', () => {
    const columns = [{ name: 'v', data_type: 'wei' }] as const;
    expect(plain(normalize([{ v: 1 }, { v: new Wei(beyond) }], { columns }).tables.t)).toEqual([
      { v: 1n },
      { v__v_str: beyond },
    ]);
  });

  test('a text of such a number fits as far as its column does', () => {
    const types = {
      timestampPrecision: 6,
      maxTimestampPrecision: 6,
      decimal: [38, 9],
      wei: [78, 0],
    } as const;
    const columns = [{ name: 'v', data_type: 'wei' }] as const;
    expect(plain(normalize([{ v: beyond }], { columns, types }).tables.t)).toEqual([{ v: beyond }]);
  });
});
