import { datasetName, type Naming } from '@sluice/schema';

/** Which dataset the tables of each schema go to. Names are physical ones. */
export interface Datasets {
  /** The pipeline's own: of all its schemas, or of the default one where the others have their own. */
  readonly main: string;
  /** Whether schemas have datasets of their own. */
  readonly isPerSchema: boolean;
  of(schema: string, defaultSchema: string | null | undefined): string;
}

/** @param naming null = the name as it was written. */
export function datasetsOf(raw: string, naming: Naming | null, isPerSchema: boolean): Datasets {
  const main = datasetName(raw, naming);
  return {
    main,
    isPerSchema,
    of: (schema, defaultSchema) =>
      isPerSchema && schema !== defaultSchema ? datasetName(raw, naming, schema) : main,
  };
}
