import fc from 'fast-check';

/** Keys that objects inherit, or do something of their own with. */
const inherited = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'toJSON',
  'then',
  'length',
];

/** Keys that objects put in another order, and some that only look like those. */
const integerLike = ['0', '1', '10', '007', '-1', '1.5', '1e3', '4294967294', '4294967295'];

/** Nothing, to the eye or to a naming convention. */
const blank = ['', ' ', '\t', '\u0085', '\u00a0', '\u2028', '\ufeff', '\u200b', '_', '__', '___', '-', '$'];

/** Paths, or what reads like one. */
const separated = ['a__b', 'a___b', 'a____b', '__a', 'a__', 'a__b__c', '$__$', 'a▶b', 'a.b', 'a/b'];

/** One name to a convention or to a database, several here. */
const rivals = ['a', 'A', 'ab', 'aB', 'AB', 'a_b', 'a b', 'a-b', 'a+', 'ax', 'b', 'B'];

/** Names that mean something to the format, without being its own columns. */
const meaningful = ['value', 'list', '_empty', '_dlt_x', 'dlt_id', 'v_text', 'a__v_text', 'a__v_double'];

const reserved = [
  'select',
  'table',
  'order',
  'group',
  'user',
  'default',
  'null',
  'NULL',
  'true',
  'index',
  'rowid',
];

const scripts = [
  'é',
  'e\u0301',
  'ß',
  'Ünï',
  'İ',
  'ı',
  'ﬁ',
  'ключ',
  '名前',
  'عمر',
  '١٢٣',
  'a١',
  '🙂',
  '👩‍👩‍👧',
  '\u202eabc',
];

/** What escaping and quoting are for. */
const syntax = [
  '"',
  "'",
  '`',
  ';',
  '--',
  '/*',
  '\\',
  '\n',
  '\r',
  '\u0000',
  '\u001f',
  '$1',
  '?',
  '%s',
  '{}',
  '[0]',
  '$.a',
];

const long = ['x'.repeat(64), 'Very'.repeat(30), 'é'.repeat(70), 'x_'.repeat(200)];

/** Keys that something on the way might take for more than a key. */
export const trickyKeys: readonly string[] = [
  ...inherited,
  ...integerLike,
  ...blank,
  ...separated,
  ...rivals,
  ...meaningful,
  ...reserved,
  ...scripts,
  ...syntax,
  ...long,
];

/** A key nobody would think twice about, of a few so that records share some. */
export const ordinaryKey: fc.Arbitrary<string> = fc.constantFrom(
  'id',
  'name',
  'age',
  'city',
  'price',
  'tags',
  'items',
  'owner',
  'note',
  'at',
);

/** The format's own columns, under their names or under one that becomes theirs. */
export const systemKey: fc.Arbitrary<string> = fc.constantFrom(
  '_dlt_id',
  '_dlt_load_id',
  '_dlt_parent_id',
  '_dlt_list_idx',
  '_dlt_root_id',
  '_dltId',
);

/** Any key but those of the format's own columns: mostly ordinary, often tricky, sometimes any text. */
export const key: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: ordinaryKey, weight: 5 },
  { arbitrary: fc.constantFrom(...trickyKeys), weight: 4 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 6 }), weight: 1 },
);
