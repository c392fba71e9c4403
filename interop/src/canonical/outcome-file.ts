import { at, entriesOf, isObject, type Json, type JsonObject, listOf, object, textAt } from '../json/json.ts';
import type { Column } from './cell.ts';
import type { CanonicalDataset, CanonicalTable, Outcome, RunError } from './outcome.ts';

/** An outcome as expected files and dumps hold it. `schemas` of an expected file are shared by its outcomes. */
export function readOutcome(source: Json, schemas: Json | undefined = at(source, 'schemas')): Outcome {
  const error = at(source, 'error');
  const datasets = at(source, 'datasets');
  const packages = at(source, 'packages');
  const observed = at(source, 'observed');
  const attached = at(source, 'attached');
  return {
    ...(error === undefined ? {} : { error: error === null ? null : readError(error) }),
    ...(packages === undefined ? {} : { packages: Number(packages) }),
    ...(at(source, 'failed_jobs') === true ? { failedJobs: true } : {}),
    ...(observed === undefined ? {} : { observed }),
    ...(attached === undefined ? {} : { attached }),
    datasets:
      datasets === null
        ? null
        : new Map(entriesOf(datasets).map(([name, tables]) => [name, readDataset(tables)])),
    schemas: new Map(
      entriesOf(schemas).flatMap(([hash, document]) => (isObject(document) ? [[hash, document]] : [])),
    ),
  };
}

function readError(source: Json): RunError {
  return Object.fromEntries(entriesOf(source)) as RunError;
}

function readDataset(source: Json): CanonicalDataset {
  return new Map(entriesOf(source).map(([name, table]) => [name, readTable(table)]));
}

function readTable(source: Json): CanonicalTable {
  const files = at(source, 'files');
  return {
    columns: listOf(at(source, 'columns')).map(readColumn),
    rows: listOf(at(source, 'rows')).map(listOf),
    ...(files === undefined ? {} : { files: listOf(files).map(String) }),
  };
}

function readColumn(source: Json): Column {
  const type = at(source, 'type');
  const nullable = at(source, 'nullable');
  return {
    name: textAt(source, 'name'),
    type: typeof type === 'string' ? type : null,
    nullable: typeof nullable === 'boolean' ? nullable : null,
  };
}

/** An outcome as JSON, in the shape of the dumps of the Python side. */
export function writeOutcome(outcome: Outcome): JsonObject {
  return object([
    [
      'error',
      outcome.error === undefined ? undefined : outcome.error && object(Object.entries(outcome.error)),
    ],
    ['packages', outcome.packages === undefined ? undefined : BigInt(outcome.packages)],
    ['failed_jobs', outcome.failedJobs],
    ['observed', outcome.observed],
    ['attached', outcome.attached],
    [
      'datasets',
      outcome.datasets && new Map([...outcome.datasets].map(([name, it]) => [name, writeDataset(it)])),
    ],
    ['schemas', new Map(outcome.schemas)],
  ]);
}

function writeDataset(dataset: CanonicalDataset): JsonObject {
  return new Map([...dataset].map(([name, table]) => [name, writeTable(table)]));
}

function writeTable(table: CanonicalTable): JsonObject {
  return object([
    ['columns', table.columns.map((column) => object(Object.entries(column)))],
    ['rows', table.rows],
    ['files', table.files],
  ]);
}
