import type { DataType } from '../data-type.ts';
import { newSchema } from '../document/new-schema.ts';
import { type Handover, propagateRootKey } from '../document/propagation.ts';
import type { MergeStrategy, Schema, SchemaContract } from '../document/schema.ts';
import type { Naming } from '../naming/naming.ts';
import { canonicalPattern, mergeHints, normalizePattern } from './pattern.ts';

/** What holds for a whole schema, all of its tables. What is undefined was not said. */
export interface SchemaOptions {
  /** How deep lists and objects become tables and columns of their own. Default: as deep as they go. */
  readonly maxNesting?: number | undefined;
  /** Rows of nested tables know the row of the root table they belong to. Default: where merging needs it. */
  readonly rootKey?: boolean | undefined;
  readonly schemaContract?: SchemaContract | undefined;
  readonly settings?: SchemaSettingsOptions | undefined;
}

/**
 * What is decided by the names of columns. A pattern is a name (`created_at`, or as the source spells it), or `re:` and
 * a regular expression that may match anywhere in the name a column has in the dataset (`re:_ts$`). Patterns act on
 * columns that data brings: not on those whose type is declared.
 */
export interface SchemaSettingsOptions {
  /** Names of the detections that find types in texts and numbers: replaces those of the schema. */
  readonly detections?: readonly string[];
  /** Pattern → the type of such columns. The first pattern that fits counts. */
  readonly preferredTypes?: Readonly<Record<string, DataType>>;
  /** Hint → patterns of the columns that get it. They join those of the schema. */
  readonly defaultHints?: Readonly<Partial<Record<DefaultHint, readonly string[]>>>;
  /** Values that rows hand down to the rows nested in them: column → the name it gets there. */
  readonly propagation?: {
    /** From every row of a root table. */
    readonly root?: Handover;
    /** From the rows of one table. */
    readonly tables?: Readonly<Record<string, Handover>>;
  };
}

/** The hints that patterns can give, and what the format calls them. */
export const defaultHintNames = {
  notNull: 'not_null',
  partition: 'partition',
  cluster: 'cluster',
  primaryKey: 'primary_key',
  mergeKey: 'merge_key',
  sort: 'sort',
  unique: 'unique',
  rowKey: 'row_key',
  parentKey: 'parent_key',
  rootKey: 'root_key',
  hardDelete: 'hard_delete',
} as const;

/** A hint that patterns of column names can give. */
export type DefaultHint = keyof typeof defaultHintNames;

/** Whose schema it is. */
export interface ApplyOptions {
  /**
   * Nobody else has a say in the schema: what is left open is as in a new one, whatever an earlier load was told.
   * Default false: what is left open stays as it was.
   */
  readonly isOwner?: boolean;
  /** The destination's merge strategies: they decide which tables go on handing down their row ids. */
  readonly mergeStrategies?: readonly MergeStrategy[];
}

/** Writes what is said of a whole schema into it. Names get normalized. */
export function applySchemaOptions(
  schema: Schema,
  options: SchemaOptions,
  naming: Naming,
  { isOwner = false, mergeStrategies = [] }: ApplyOptions = {},
): void {
  if (isOwner) {
    schema.settings = newSchema(schema.name, { naming: schema.normalizers.names }).settings;
    delete schema.normalizers.json.config;
  }
  write(schema, options, naming);
  if (isOwner)
    for (const table of schema.tables.values()) propagateRootKey(schema, table, table, mergeStrategies);
}

function write(schema: Schema, options: SchemaOptions, naming: Naming): void {
  const { maxNesting, rootKey, schemaContract, settings = {} } = options;
  const { detections, preferredTypes, defaultHints, propagation } = settings;
  if (detections) schema.settings.detections = [...detections];
  if (preferredTypes) preferTypes(schema, preferredTypes, naming);
  if (defaultHints) mergeHints(schema.settings, normalizedHints(defaultHints, naming));
  if (schemaContract !== undefined) schema.settings.schema_contract = schemaContract;
  const config = {
    ...(maxNesting !== undefined && { max_nesting: maxNesting }),
    ...(rootKey !== undefined && { root_key_propagation: rootKey }),
    ...(propagation && { propagation: mergedPropagation(schema, propagation, naming) }),
  };
  if (Object.keys(config).length > 0)
    schema.normalizers.json.config = { ...schema.normalizers.json.config, ...config };
}

/** The detections of a schema. Early versions of the format kept them with the normalizers. */
export function detectionsOf({ settings, normalizers }: Schema): readonly string[] {
  if (settings.detections && settings.detections.length > 0) return settings.detections;
  return normalizers.detections ?? [];
}

/** A pattern that is known gets another type where it stands: the first that fits counts. */
function preferTypes(schema: Schema, added: Readonly<Record<string, DataType>>, naming: Naming): void {
  const types = new Map(Object.entries(schema.settings.preferred_types ?? {}));
  const known = new Map([...types.keys()].map((pattern) => [canonicalPattern(pattern), pattern]));
  for (const [raw, type] of Object.entries(added)) {
    const pattern = normalizePattern(raw, naming.path);
    types.set(known.get(canonicalPattern(pattern)) ?? pattern, type);
  }
  schema.settings.preferred_types = Object.fromEntries(types);
}

function normalizedHints(
  hints: NonNullable<SchemaSettingsOptions['defaultHints']>,
  naming: Naming,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(hints).map(([hint, patterns = []]) => [
      defaultHintNames[hint as DefaultHint],
      patterns.map((pattern) => normalizePattern(pattern, naming.path)),
    ]),
  );
}

function mergedPropagation(
  schema: Schema,
  { root, tables }: NonNullable<SchemaSettingsOptions['propagation']>,
  naming: Naming,
) {
  const known = schema.normalizers.json.config?.propagation ?? {};
  const merged = new Map(Object.entries(known.tables ?? {}));
  for (const [raw, handover] of Object.entries(tables ?? {})) {
    const table = naming.tablePath(raw);
    merged.set(table, { ...merged.get(table), ...normalizedHandover(handover, naming) });
  }
  return {
    ...known,
    ...(root && { root: { ...known.root, ...normalizedHandover(root, naming) } }),
    ...(merged.size > 0 && { tables: Object.fromEntries(merged) }),
  };
}

function normalizedHandover(handover: Handover, naming: Naming): Record<string, string> {
  return Object.fromEntries(
    Object.entries(handover).map(([from, as]) => [naming.path(from), naming.path(as)]),
  );
}
