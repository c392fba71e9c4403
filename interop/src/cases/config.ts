import { duckdb } from '@sluice/destination-duckdb';
import { postgres } from '@sluice/destination-postgres';
import type { Destination, ReplaceStrategy } from '@sluice/load';
import type { PipelineOptions } from 'sluice';
import type { DestinationName, Place } from '../canonical/dump.ts';
import type { Json } from '../json/json.ts';
import { NotImplementedError } from './not-implemented.ts';

const DESTINATIONS: Partial<Record<DestinationName, (where: string) => Destination>> = {
  duckdb: (where) => duckdb(where),
  postgres: (where) => postgres(where),
};

/** Settings of Arrow data, and what they are here. */
const ARROW: Readonly<Record<string, (value: string) => NonNullable<PipelineOptions['arrow']>>> = {
  NORMALIZE__PARQUET_NORMALIZER__ADD_DLT_ID: (value) => ({ rowId: value === 'true' }),
  NORMALIZE__PARQUET_NORMALIZER__ADD_DLT_LOAD_ID: (value) => ({ loadId: value === 'true' }),
};

export interface Configured {
  readonly destination: Destination;
  /** Options of `pipeline`. */
  readonly options: Pick<
    PipelineOptions,
    'naming' | 'datasetPerSchema' | 'arrow' | 'replaceStrategy' | 'onTableFailure'
  >;
}

/** The configuration of a case, given under dlt's environment names, as options of the public API. */
export function applyConfig(config: readonly (readonly [string, Json])[], place: Place): Configured {
  const make = DESTINATIONS[place.destination];
  if (!make) throw new NotImplementedError(`the destination ${place.destination}`);
  let options: Configured['options'] = {};
  for (const [name, value] of config) {
    if (name === 'SCHEMA__NAMING') options = { ...options, naming: String(value) };
    else if (name === 'USE_SINGLE_DATASET')
      options = { ...options, datasetPerSchema: String(value) === 'false' };
    else if (name === 'DESTINATION__REPLACE_STRATEGY')
      options = { ...options, replaceStrategy: String(value) as ReplaceStrategy };
    else if (name === 'LOAD__RAISE_ON_FAILED_JOBS')
      options = { ...options, onTableFailure: String(value) === 'true' ? 'stop' : 'continue' };
    else if (ARROW[name])
      options = { ...options, arrow: { ...options.arrow, ...ARROW[name](String(value)) } };
    // To dlt this is no setting but an argument of its destinations: the environment changes nothing.
    else if (name.endsWith('__MAX_IDENTIFIER_LENGTH')) continue;
    else throw new NotImplementedError(`the setting ${name}`);
  }
  return { destination: make(place.where), options };
}
