import type { ArrowArray } from '@sluice/schema/arrow';

/** Some rows of an Arrow array. */
export interface ArrowRows {
  readonly array: ArrowArray;
  readonly start: number;
  readonly rows: number;
}
