// node native.mjs '{ "database", "statements" }': DuckDB by itself, on its own settings; closing completes the file.
import './account.mjs';
import { DuckDBInstance } from '@duckdb/node-api';

const { database, statements } = JSON.parse(process.argv[2]);
const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
for (const statement of statements) await connection.run(statement);
connection.closeSync();
instance.closeSync();
