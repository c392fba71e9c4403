import {
  canonicalPattern,
  datasetName,
  defaultSchemaName,
  isPattern,
  isSchemaName,
  matchesPattern,
  type Naming,
  namingConvention,
  normalizePattern,
  schemaName,
  stagingDatasetName,
} from '@sluice/schema';
import { at, type Json, listOf } from '../json/json.ts';
import type { UnitAdapter } from './adapter.ts';
import { runtime } from './runtime.ts';
import { encodeValue } from './values.ts';

export function namingOf(settings: Json | undefined): Naming {
  const length = at(settings, 'max_length');
  return namingConvention(
    String(at(settings, 'convention') ?? 'snake_case'),
    typeof length === 'bigint' ? Number(length) : null,
    runtime,
  );
}

const naming: UnitAdapter = (input, settings) => {
  const convention = namingOf(settings);
  switch (at(settings, 'as')) {
    case 'path':
      return convention.path(String(input));
    case 'tables_path':
      return convention.tablePath(String(input));
    case 'table':
      return convention.tableIdentifier(String(input));
    default:
      return convention.identifier(String(input));
  }
};

const namingPaths: UnitAdapter = (input, settings) => {
  const convention = namingOf(settings);
  const op = at(settings, 'op');
  if (op === 'break') return convention.breakPath(String(input));
  const pieces = listOf(input).map(String);
  return op === 'make' ? convention.makePath(...pieces) : convention.shortenFragments(...pieces);
};

const namingFacts: UnitAdapter = (input) => {
  const { caseSensitive, separator, id, maxLength } = namingConvention(String(input), null, runtime);
  return encodeValue({ case_sensitive: caseSensitive, separator, id, max_length: maxLength });
};

/** Either key holds the name; where there is none, the error's. */
function nameOrError(key: string, errorKey: string, name: () => string): Record<string, string> {
  try {
    return { [key]: name() };
  } catch {
    return { [errorKey]: 'ValueError' };
  }
}

const schemaNames: UnitAdapter = (input) =>
  encodeValue({
    valid: isSchemaName(String(input)),
    ...nameOrError('normalized', 'normalized_error', () => schemaName(String(input), runtime)),
    ...nameOrError('default_for_pipeline', 'default_error', () => defaultSchemaName(String(input), runtime)),
  });

const datasetNames: UnitAdapter = (input, settings) => {
  const isNormalized = at(settings, 'enable_dataset_name_normalization') !== false;
  const convention = isNormalized
    ? namingConvention(String(at(settings, 'naming') ?? 'snake_case'), null, runtime)
    : null;
  const layout = at(settings, 'staging_dataset_name_layout');
  const schema = at(settings, 'schema');
  const own =
    schema === undefined || schema === at(settings, 'default_schema_name') ? {} : { schema: String(schema) };
  return encodeValue({
    dataset: datasetName(String(input), convention, own.schema),
    staging: stagingDatasetName(String(input), convention, {
      ...own,
      ...(layout === undefined ? {} : { layout: String(layout) }),
    }),
  });
};

const patterns: UnitAdapter = (input, settings) => {
  const pattern = String(input);
  const texts = listOf(at(settings, 'texts')).map(String);
  const matches = (): object => {
    try {
      return { matches: texts.filter((text) => matchesPattern(pattern, text)) };
    } catch {
      return { matches_error: 'error' };
    }
  };
  return encodeValue({
    canonical: canonicalPattern(pattern),
    valid: isPattern(pattern),
    ...matches(),
    snake_case: normalizePattern(pattern, namingConvention('snake_case', null, runtime).path),
  });
};

export const namingAdapters: Readonly<Record<string, UnitAdapter>> = {
  naming,
  'naming-paths': namingPaths,
  'naming-facts': namingFacts,
  'schema-name': schemaNames,
  'dataset-name': datasetNames,
  'simple-regex': patterns,
};
