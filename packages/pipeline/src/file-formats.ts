import type { ResourceHints } from '@sluice/extract';
import { type Encoder, loadEncoder } from '@sluice/formats';
import type { Destination, FileFormat } from '@sluice/load';
import { type ErrorPlace, inherited, type Schema, SluiceError, type Table, tableOf } from '@sluice/schema';

/** The format that hints mean by the destination's own choice. */
const preferred = 'preferred';

/** The file formats that the tables of a load are written in. */
export class FileFormats {
  readonly #destination: Destination;
  readonly #default: FileFormat;
  readonly #encoders = new Map<string, Encoder>();

  private constructor(destination: Destination) {
    this.#destination = destination;
    this.#default = destination.capabilities.fileFormats[0] ?? 'parquet';
  }

  /** @param schema whose tables may be written in other formats than the default */
  static async load(destination: Destination, schema: Schema): Promise<FileFormats> {
    const formats = new FileFormats(destination);
    await formats.#add(formats.#default);
    for (const { file_format: format } of schema.tables.values())
      if (formats.#offers(format)) await formats.#add(format);
    return formats;
  }

  /**
   * Refuses hints that ask for a format the destination does not load.
   * @throws LOAD_STRATEGY_UNSUPPORTED
   */
  refuseOthers(resource: string, hints: ResourceHints): void {
    this.#refuse(hints.fileFormat, { resource });
    for (const [path, nested] of Object.entries(hints.nested ?? {}))
      if (typeof nested === 'object') this.#refuse(nested.fileFormat, { resource, table: path });
  }

  /**
   * Makes ready for tables as hints define them.
   * @throws LOAD_STRATEGY_UNSUPPORTED where they ask for a format the destination does not load
   */
  async take(definitions: readonly Table[]): Promise<void> {
    for (const { name, file_format: format } of definitions) {
      this.#refuse(format, { table: name });
      if (this.#offers(format)) await this.#add(format);
    }
  }

  /**
   * What writes the next part of a table. A format that a schema brings from elsewhere, and that nobody asks for here,
   * leaves the choice to the destination: it says how files are brought, not what is in them.
   */
  encoderOf(schema: Schema, table: string): Encoder {
    const asked = inherited(schema, tableOf(schema, table), 'file_format');
    const encoder = this.#encoders.get(asked ?? '') ?? this.#encoders.get(this.#default);
    if (!encoder) throw new Error(`No encoder for ${this.#default}`);
    return encoder;
  }

  #offers(format: string | null | undefined): format is FileFormat {
    return (this.#destination.capabilities.fileFormats as readonly unknown[]).includes(format);
  }

  /** Functions of the record are asked once there is one. */
  #refuse(format: unknown, place: ErrorPlace): void {
    if (typeof format !== 'string' || format === '' || format === preferred || this.#offers(format)) return;
    const { name, capabilities } = this.#destination;
    throw new SluiceError(
      'LOAD_STRATEGY_UNSUPPORTED',
      `The hint fileFormat asks for ${JSON.stringify(format)}, which ${name} does not load`,
      {
        place,
        remedy: `It loads ${capabilities.fileFormats.join(', ')}; "${preferred}" leaves the choice to it`,
      },
    );
  }

  async #add(format: FileFormat): Promise<void> {
    if (this.#encoders.has(format)) return;
    this.#encoders.set(format, await loadEncoder(format, this.#destination.capabilities.textFiles));
  }
}
