const brand = Symbol.for('sluice.table-failure');

/**
 * A publish failed over one table, and nothing of it is visible: what the destination said is the `cause`, and decides
 * by `classify` what happens next. A destination that can tell throws this, so that the report names the table, and a
 * load that may go on without it can.
 */
export class TableFailure extends Error {
  /** The table, or the top of its nesting chain where the whole chain is loaded at once. */
  readonly table: string;
  readonly [brand] = true;

  constructor(table: string, cause: unknown) {
    super(`Table ${JSON.stringify(table)} could not be loaded`, { cause });
    this.name = 'TableFailure';
    this.table = table;
  }
}

/** Recognised by its mark: a plugin may bring a copy of this package of its own. */
export function isTableFailure(error: unknown): error is TableFailure {
  return typeof error === 'object' && error !== null && brand in error;
}
