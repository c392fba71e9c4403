import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  bumpSchema,
  cloneSchema,
  isSchemaName,
  type Runtime,
  type Schema,
  SluiceError,
  schemaHash,
  withoutProcessingHints,
} from '@sluice/schema';

/** Folders that show schemas as files, one `<schema>.schema.yaml` each. */
export interface SchemaFilesOptions {
  /**
   * Files that people edit: a schema whose file changed begins its next run as the file says. The first load of a
   * schema that has no file here writes one; after that the files are only read.
   */
  readonly import?: string;
  /**
   * Files that show what a dataset holds: written after each load that changed the schema, whatever they said. The
   * same folder as `import` is allowed: files are obeyed, and then brought up to date.
   */
  readonly export?: string;
  /** Default `yaml`. */
  readonly format?: 'yaml' | 'json';
}

/** A schema as a file of the import folder has it, its version and hash those of its content. */
export interface ImportedSchema {
  readonly file: string;
  readonly schema: Schema;
}

/** The schema files of a pipeline. */
export class SchemaFiles {
  readonly #import: string | null;
  readonly #export: string | null;
  readonly #format: 'yaml' | 'json';
  readonly #runtime: Runtime;

  constructor(options: SchemaFilesOptions, runtime: Runtime) {
    this.#import = options.import === undefined ? null : resolve(options.import);
    this.#export = options.export === undefined ? null : resolve(options.export);
    this.#format = options.format ?? 'yaml';
    this.#runtime = runtime;
  }

  /** The file that says how a schema is to begin; null where there is none. @throws SCHEMA_INVALID, SCHEMA_FILE_FAILED */
  async read(name: string): Promise<ImportedSchema | null> {
    return this.#import === null ? null : this.#readFrom(this.#import, name);
  }

  /**
   * Notes in a schema that is about to be sealed and has no file yet the content of the one that `write` will write:
   * so that a later run sees whether somebody has edited it.
   */
  link(schema: Schema): void {
    if (this.#import !== null) schema.imported_version_hash ??= this.#hashOfFile(schema);
  }

  /**
   * Writes the files of a schema whose load has been published.
   *
   * @param before the schema before that load
   * @throws SCHEMA_FILE_FAILED
   */
  async write(schema: Schema, before: Schema | undefined): Promise<void> {
    await this.export(schema);
    if (this.#import === null) return;
    // A file that cannot be read is for the next run to complain about.
    const file = await this.#readFrom(this.#import, schema.name).catch(() => undefined);
    const isMissing = file === null;
    // Unedited: what this load followed, or what the load before it has written.
    const unedited = [schema.imported_version_hash, before && this.#hashOfFile(before)];
    const isOurs = this.#isOneFolder && file && unedited.includes(file.schema.version_hash);
    if (isMissing || isOurs) await this.#writeTo(this.#import, withoutProcessingHints(schema));
  }

  /** Brings the export folder up to date, where that is a folder of its own. @throws SCHEMA_FILE_FAILED */
  async export(schema: Schema): Promise<void> {
    if (this.#export !== null && !this.#isOneFolder) await this.#writeTo(this.#export, cloneSchema(schema));
  }

  /** The content hash of what the import folder gets of a schema. */
  #hashOfFile(schema: Schema): string {
    return schemaHash(withoutProcessingHints(schema), this.#runtime);
  }

  get #isOneFolder(): boolean {
    return this.#export === this.#import;
  }

  async #readFrom(folder: string, name: string): Promise<ImportedSchema | null> {
    const file = this.#pathOf(folder, name);
    const text = await readText(file);
    if (text === null) return null;
    const { parseSchemaFile, SchemaInvalidError } = await import('@sluice/schema/files');
    const schema = parseSchemaFile(text, this.#format, { file });
    if (schema.name !== name)
      throw new SchemaInvalidError(
        [
          {
            path: 'name',
            problem: `is ${JSON.stringify(schema.name)}, and the file is that of ${JSON.stringify(name)}`,
          },
        ],
        file,
      );
    bumpSchema(schema, this.#runtime);
    return { file, schema };
  }

  async #writeTo(folder: string, schema: Schema): Promise<void> {
    const { stringifySchemaFile } = await import('@sluice/schema/files');
    bumpSchema(schema, this.#runtime);
    const file = this.#pathOf(folder, schema.name);
    const text = stringifySchemaFile(schema, this.#format);
    if ((await readText(file)) === text) return;
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.new`, text);
      await rename(`${file}.new`, file);
    } catch (cause) {
      throw failed('written', file, cause);
    }
  }

  /** No other names get here: a schema could be called like a way out of the folder. */
  #pathOf(folder: string, name: string): string {
    if (isSchemaName(name)) return join(folder, `${name}.schema.${this.#format}`);
    throw new SluiceError('SCHEMA_NAME_INVALID', `${JSON.stringify(name)} cannot name a file`, {
      remedy: 'Use letters, digits and `_`, at most 64 of them',
    });
  }
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw failed('read', file, cause);
  }
}

function failed(what: 'read' | 'written', file: string, cause: unknown): SluiceError {
  return new SluiceError('SCHEMA_FILE_FAILED', `A schema file cannot be ${what}`, {
    place: { path: file },
    remedy:
      'Check the folder and its permissions: loads that are published stay so, and their files come with the next one',
    cause,
  });
}
