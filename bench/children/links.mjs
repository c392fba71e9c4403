/**
 * How the rows of nested tables are told apart when contents are compared: by the key of their root row, found along the
 * loader's links, as the column `_key`, which databases without row ids have themselves.
 */
export function linksOf({ tables, key, quote, place }) {
  /** The table above a nested one: the longest name that this one's begins with. */
  function parentOf(table) {
    return [...tables.keys()]
      .filter((name) => table.startsWith(`${name}__`))
      .sort((a, b) => b.length - a.length)[0];
  }

  /** A query of `_dlt_id` and the key of the root row, for each row of a table. */
  function keyed(table) {
    const parent = parentOf(table);
    if (parent === undefined) return `SELECT _dlt_id, ${quote(key)} AS key FROM ${place(table)}`;
    return `SELECT c._dlt_id, p.key FROM ${place(table)} c JOIN (${keyed(parent)}) p ON c._dlt_parent_id = p._dlt_id`;
  }

  const isLinked = (table) => key && tables.get(table).has('_dlt_parent_id');
  return {
    /** What stands after FROM. */
    from: (table) =>
      isLinked(table)
        ? `(SELECT c.*, p.key AS _key FROM ${place(table)} c JOIN (${keyed(parentOf(table))}) p ON c._dlt_parent_id = p._dlt_id)`
        : place(table),
    /** The column that links a row to its root row. */
    link: (table) => (tables.get(table).has('_key') || isLinked(table) ? '_key' : 'NULL'),
  };
}
