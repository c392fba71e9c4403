export interface PostgresOptions {
  /**
   * `postgresql://user:password@host:port/database?parameters`, as libpq reads it: several hosts with commas between
   * them, and the parameters `sslmode`, `sslrootcert`, `application_name`, `options`, `target_session_attrs`,
   * `service` and others. The options below go before what the URL says, the URL before the service file, and that
   * before the `PG…` environment variables.
   */
  readonly url?: string;
  /**
   * A name, an address, or the folder of a Unix socket; several with commas between them are tried in turn. Default:
   * `PGHOST`, else `localhost`.
   */
  readonly host?: string;
  /** Default: `PGPORT`, else 5432. */
  readonly port?: number;
  /** It has to exist. Default: `PGDATABASE`, else the user's name. */
  readonly database?: string;
  /** Default: `PGUSER`, else the name of the system's user. */
  readonly user?: string;
  /** Or a function that gets one, for those that expire. Default: `PGPASSWORD`, else what the password file has. */
  readonly password?: string | (() => string | Promise<string>);
  /**
   * How to encrypt: a mode of libpq, `true` for `verify-full` with the authorities that Node trusts, `false` for
   * `disable`, or what exactly to ask of the server. Default: as the URL or `PGSSLMODE` says, else `prefer`.
   */
  readonly ssl?: boolean | SslMode | TlsOptions;
  /** How long to wait for a connection to each host, in seconds; 0 waits forever. Default: `PGCONNECT_TIMEOUT`, else 15. */
  readonly connectTimeout?: number;
  /** How many connections bring files in at once, besides the one that publishes. Default 2. */
  readonly connections?: number;
  /**
   * The schema that holds files on their way into a dataset; `%s` is the dataset's name. It cannot be the dataset.
   * Default `%s_staging`.
   */
  readonly stagingDataset?: string;
  /** Longest name of a table or column, in bytes of UTF-8: longer ones are cut to it. 19 to 63. Default 63. */
  readonly maxIdentifierLength?: number;
  /** Whether tables are created with UNIQUE constraints for unique columns, `_dlt_id` among them. Default true. */
  readonly createIndexes?: boolean;
}

/**
 * How much is asked of an encrypted connection, as in libpq.
 *
 * | mode | |
 * |---|---|
 * | `disable` | no encryption |
 * | `allow` | only where the server asks for it |
 * | `prefer` | where the server can |
 * | `require` | always; the certificate is looked at only where `sslrootcert` says which authority signs it |
 * | `verify-ca` | and that authority has signed it |
 * | `verify-full` | and the server's name is in it; without `sslrootcert`, the authorities that Node trusts sign |
 */
export type SslMode = (typeof sslModes)[number];

/** All of them, the least demanding first. */
export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** How to encrypt: options of Node's `tls.connect`. Certificates and keys are in PEM form, the files' text. */
export interface TlsOptions {
  /** The authorities whose certificates are trusted. Default: those Node trusts. */
  readonly ca?: string;
  /** A certificate of one's own, and its key, for servers that ask for one. */
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** The name that has to be in the server's certificate. Default: the host. */
  readonly servername?: string;
  /** Whether to verify the server's certificate. Default true. */
  readonly rejectUnauthorized?: boolean;
}
