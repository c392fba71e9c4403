import type { Naming } from './naming.ts';

/**
 * The physical name of a dataset.
 *
 * @param naming null = the name as it was written
 * @param schema name of a schema that has a dataset of its own beside the pipeline's: it is appended.
 */
export function datasetName(raw: string, naming: Naming | null, schema?: string): string {
  return physical(withSchema(raw, schema), naming);
}

/**
 * The dataset beside it that rows pass through on their way in.
 *
 * @param naming null = the name as it was written
 * @param layout `%s` stands for the dataset's name as the user wrote it; without `%s` it is the name itself, shared
 * by all datasets. Default `%s_staging`.
 */
export function stagingDatasetName(
  raw: string,
  naming: Naming | null,
  { layout = '%s_staging', schema }: { layout?: string; schema?: string } = {},
): string {
  return physical(
    layout.replace('%s', () => withSchema(raw, schema)),
    naming,
  );
}

function physical(name: string, naming: Naming | null): string {
  return naming ? naming.tableIdentifier(name) : name.toWellFormed();
}

function withSchema(raw: string, schema: string | undefined): string {
  return schema === undefined ? raw : `${raw}_${schema}`;
}
