/**
 * What libraries are told when they write a schema as JSON Schema. JSON has no dates, no 64-bit integers, no bytes:
 * here they become what columns can be made of, and whatever else JSON Schema has no word for becomes "anything".
 */
export function conversionOptions(vendor: string, io: 'input' | 'output'): Record<string, unknown> {
  switch (vendor) {
    case 'zod':
      return { unrepresentable: 'any', override: overrideZod(io) };
    case 'valibot':
      return {
        errorMode: 'ignore',
        overrideSchema: overrideValibot(io),
        overrideAction: overrideValibotAction,
      };
    case 'arktype':
      return { fallback: arktypeFallback };
    default:
      return {};
  }
}

type Json = Record<string, unknown>;

const moment = { type: 'string', format: 'date-time' };
const integer = { type: 'integer', format: 'int64' };
const dictionary = { type: 'object', additionalProperties: {} };
const list = { type: 'array' };
const bytes = { type: 'string', contentEncoding: 'base64' };
const none = { type: 'null' };

/** Instances of these classes, by name: they may come from another realm or another copy of a library. */
const classes: Readonly<Record<string, Json>> = {
  Date: moment,
  Instant: moment,
  ZonedDateTime: moment,
  PlainDateTime: moment,
  PlainDate: { type: 'string', format: 'date' },
  PlainTime: { type: 'string', format: 'time' },
  Map: dictionary,
  Set: list,
  Uint8Array: bytes,
  Buffer: bytes,
  ArrayBuffer: bytes,
  Decimal: { type: 'string', format: 'decimal' },
  BigNumber: { type: 'string', format: 'decimal' },
  Big: { type: 'string', format: 'decimal' },
};

function ofClass(type: unknown): Json | undefined {
  const name = typeof type === 'function' ? type.name : '';
  return Object.hasOwn(classes, name) ? classes[name] : undefined;
}

interface ZodSchema {
  readonly _zod: {
    readonly def: { readonly type: string; readonly format?: string; readonly in?: ZodSchema };
    readonly bag?: { readonly Class?: unknown };
  };
}

const zodTypes: Readonly<Record<string, Json>> = {
  date: moment,
  bigint: integer,
  map: dictionary,
  set: list,
  undefined: none,
  void: none,
};

function overrideZod(io: 'input' | 'output') {
  return ({ zodSchema, jsonSchema }: { readonly zodSchema: ZodSchema; readonly jsonSchema: Json }): void => {
    const { def, bag } = zodSchema._zod;
    if (def.type === 'pipe' && io === 'input' && def.in?._zod.def.type === 'transform')
      // What a preprocessing function takes is not what it makes of it.
      for (const keyword of Object.keys(jsonSchema)) delete jsonSchema[keyword];
    else if (Object.hasOwn(zodTypes, def.type)) Object.assign(jsonSchema, zodTypes[def.type]);
    else if (def.type === 'custom') Object.assign(jsonSchema, ofClass(bag?.Class));
    else if (def.type === 'string' && def.format === 'datetime') jsonSchema.format = 'date-time';
    else if (def.type === 'string' && def.format === 'time') jsonSchema.format = 'time';
  };
}

interface ValibotSchema {
  readonly type: string;
  readonly class?: unknown;
}

const valibotTypes: Readonly<Record<string, Json>> = {
  date: moment,
  bigint: integer,
  map: dictionary,
  set: list,
  undefined: none,
  void: none,
};

function overrideValibot(io: 'input' | 'output') {
  return ({
    valibotSchema,
    jsonSchema,
  }: {
    readonly valibotSchema: ValibotSchema;
    readonly jsonSchema: Json;
  }) => {
    const { type } = valibotSchema;
    if (Object.hasOwn(valibotTypes, type)) return { ...jsonSchema, ...valibotTypes[type] };
    if (type === 'instance') return { ...jsonSchema, ...ofClass(valibotSchema.class) };
    if (type === 'object' && io === 'output') return { ...jsonSchema, additionalProperties: false };
    return undefined;
  };
}

/** Transformations of valibot after which a value is still what the schema before them says. */
const keepsType = new Set([
  'brand',
  'flavor',
  'normalize',
  'readonly',
  'to_lower_case',
  'to_max_value',
  'to_min_value',
  'to_upper_case',
  'trim',
  'trim_end',
  'trim_start',
]);

const valibotConversions: Readonly<Record<string, Json>> = {
  to_bigint: integer,
  to_boolean: { type: 'boolean' },
  to_date: moment,
  to_number: { type: 'number' },
  to_string: { type: 'string' },
};

function overrideValibotAction({
  valibotAction,
}: {
  readonly valibotAction: { readonly kind: string; readonly type: string };
}): Json | undefined {
  const { kind, type } = valibotAction;
  if (kind !== 'transformation' || keepsType.has(type)) return undefined;
  return Object.hasOwn(valibotConversions, type) ? valibotConversions[type] : {};
}

interface ArktypeGap {
  readonly base: Json;
  readonly domain?: string;
  readonly proto?: unknown;
  readonly unit?: unknown;
}

const arktypeFallback = {
  default: ({ base }: ArktypeGap) => base,
  date: ({ base }: ArktypeGap) => ({ ...base, ...moment }),
  domain: ({ base, domain }: ArktypeGap) => (domain === 'bigint' ? integer : base),
  proto: ({ base, proto }: ArktypeGap) => ofClass(proto) ?? base,
  unit: ({ base, unit }: ArktypeGap) => {
    if (unit === undefined) return none;
    return typeof unit === 'bigint' ? integer : unit instanceof Date ? moment : base;
  },
  defaultValue: () => undefined,
};
