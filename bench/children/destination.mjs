/** The destination of a database: a URL of Postgres, or the path of a DuckDB file. */
export async function destinationOf(database) {
  if (database.startsWith('postgres://')) {
    const { postgres } = await import('@sluice/destination-postgres');
    return postgres(database);
  }
  const { duckdb } = await import('@sluice/destination-duckdb');
  return duckdb(database);
}
