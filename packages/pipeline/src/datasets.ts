import { keepsCase, refuseDatasetName, rulesUnder, storedName } from '@sluice/load';
import { datasetName, type IdentifierRules, type Naming } from '@sluice/schema';

/** Which dataset the tables of each schema go to. Names are physical ones. */
export interface Datasets {
  /** The pipeline's own: of all its schemas, or of the default one where the others have their own. */
  readonly main: string;
  /** Whether schemas have datasets of their own. */
  readonly isPerSchema: boolean;
  /** Whether their names keep their case: see `OpenOptions`. */
  readonly keepsCase: boolean;
  /** @throws IDENTIFIER_TOO_LONG, IDENTIFIER_UNSUPPORTED */
  of(schema: string, defaultSchema: string | null | undefined): string;
}

export interface DatasetOptions {
  /** The name as the user wrote it. */
  readonly raw: string;
  /** The pipeline's naming convention. */
  readonly naming: Naming;
  /** Whether it holds for the names of datasets, too. */
  readonly isNormalized: boolean;
  readonly isPerSchema: boolean;
  /** What names the destination takes. */
  readonly identifiers: IdentifierRules;
}

/** @throws IDENTIFIER_TOO_LONG, IDENTIFIER_UNSUPPORTED */
export function datasetsOf({
  raw,
  naming,
  isNormalized,
  isPerSchema,
  identifiers,
}: DatasetOptions): Datasets {
  const rules = rulesUnder(naming.name, identifiers);
  const nameOf = (schema?: string): string => {
    const name = storedName(datasetName(raw, isNormalized ? naming : null, schema), rules);
    refuseDatasetName(name, rules);
    return name;
  };
  const main = nameOf();
  return {
    main,
    isPerSchema,
    keepsCase: keepsCase(naming.name, identifiers),
    of: (schema, defaultSchema) => (isPerSchema && schema !== defaultSchema ? nameOf(schema) : main),
  };
}
