import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { duckdb } from '@sluice/destination-duckdb';
import { describeChanges, diffSchemas, type Schema } from '@sluice/schema';
import { parseSchemaFile, stringifySchemaFile } from '@sluice/schema/files';
import { pipeline } from 'sluice';
import type { PythonDlt } from '../python.ts';
import { withFolder } from '../temporary-folder.ts';
import type { Side } from '../turns/take-turns.ts';

/**
 * The two sides take turns on one dataset, with the same folders of schema files, each time from an empty working
 * folder. Somebody edits the import file twice: whoever comes next obeys, and nobody obeys the same edit again.
 */
export function shareFolders(first: Side, dlt: PythonDlt): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    const place = new SharedPlace(folder, dlt);
    const second = first === 'dlt' ? 'sluice' : 'dlt';
    await place.run(first, { id: 1, note: 'a' });
    await place.run(second, { id: 2, note: 'b', more: 1 });
    await place.edit((schema) => {
      schema.description = 'edited once';
    });
    await place.run(second, { id: 3, note: 'c' });
    await place.run(first, { id: 4, later: true });
    await place.edit((schema) => {
      schema.tables.get('orders')?.columns.set('price', { name: 'price', data_type: 'decimal' });
    });
    await place.run(first, { id: 5, price: 5 });
    await place.run(second, { id: 6, last: 'x' });
    return place.problems(['id', 'price', 'last']);
  });
}

class SharedPlace {
  readonly #folder: string;
  readonly #dlt: PythonDlt;
  readonly #problems: string[] = [];
  #runs = 0;
  #edited = false;

  constructor(folder: string, dlt: PythonDlt) {
    this.#folder = folder;
    this.#dlt = dlt;
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  get #importFile(): string {
    return this.#path('import/test.schema.yaml');
  }

  async run(side: Side, row: object): Promise<void> {
    this.#runs += 1;
    const before = this.#runs === 1 ? null : await readFile(this.#importFile, 'utf8');
    const warnings = side === 'sluice' ? await this.#runSluice(row) : await this.#runDlt(row);
    const isObeyed = warnings.length > 0;
    if (isObeyed !== this.#edited)
      this.#problems.push(
        `run ${this.#runs} (${side}): ${isObeyed ? 'obeyed an edit nobody made' : 'missed an edit'}`,
      );
    this.#edited = false;
    if (before !== null && before !== (await readFile(this.#importFile, 'utf8')))
      this.#problems.push(`run ${this.#runs} (${side}): the import file was written over`);
    await this.#checkExport(side);
  }

  async #runSluice(row: object): Promise<string[]> {
    const warnings: string[] = [];
    const ignore = () => {};
    const logger = {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (message: string) => warnings.push(message),
    };
    await this.#pipeline({ logger }).run([row], { table: 'orders' });
    return warnings.filter((message) => message.includes('schema file was edited'));
  }

  #pipeline(options: object = {}) {
    return pipeline({
      name: 'test',
      destination: duckdb(this.#path('d.duckdb')),
      dataset: 'data',
      workDir: this.#path(`sluice-${this.#runs}`),
      schemaFiles: { import: this.#path('import'), export: this.#path('export') },
      ...options,
    });
  }

  async #runDlt(row: object): Promise<string[]> {
    const rows = this.#path('rows.json');
    await writeFile(rows, JSON.stringify([row]));
    const { code, stderr } = await this.#dlt.schemas([
      ...[
        'load',
        rows,
        '--destination',
        this.#path('d.duckdb'),
        '--pipelines-dir',
        this.#path(`dlt-${this.#runs}`),
      ],
      ...['--import', this.#path('import'), '--export', this.#path('export')],
    ]);
    if (code !== 0) throw new Error(`dlt failed: ${stderr.slice(-500)}`);
    return stderr.split('\n').filter((line) => line.includes('will be overwritten with imported schema'));
  }

  async edit(change: (schema: Schema) => void): Promise<void> {
    const schema = parseSchemaFile(await readFile(this.#importFile, 'utf8'), 'yaml');
    change(schema);
    await writeFile(this.#importFile, stringifySchemaFile(schema, 'yaml'));
    this.#edited = true;
  }

  /** The exported file is what the dataset says, whoever wrote it. */
  async #checkExport(side: Side): Promise<void> {
    const shown = parseSchemaFile(await readFile(this.#path('export/test.schema.yaml'), 'utf8'), 'yaml');
    const stored = await this.#stored();
    const changes = diffSchemas(stored, shown);
    if (changes.length > 0)
      this.#problems.push(
        `run ${this.#runs} (${side}): the export differs from the dataset: ${describeChanges(changes)}`,
      );
  }

  async #stored(): Promise<Schema> {
    const reader = this.#pipeline({ workDir: this.#path('reader'), schemaFiles: {} });
    await reader.sync();
    if (!reader.schema) throw new Error('The dataset has no schema');
    return reader.schema;
  }

  async problems(columns: readonly string[]): Promise<readonly string[]> {
    const stored = await this.#stored();
    const found = stored.tables.get('orders')?.columns;
    for (const column of columns)
      if (!found?.has(column)) this.#problems.push(`the schema has lost the column ${column}`);
    if (stored.description !== 'edited once') this.#problems.push('the schema has lost its description');
    const rows = await this.#pipeline().dataset().table('orders').orderBy('id').select('id').rows();
    if (rows.length !== this.#runs) this.#problems.push(`${rows.length} rows instead of ${this.#runs}`);
    return this.#problems;
  }
}
