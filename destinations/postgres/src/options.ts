export interface PostgresOptions {
  /**
   * `postgresql://user:password@host:port/database`, with the parameters libpq and `pg` know: `sslmode`,
   * `sslrootcert`, `connect_timeout`, `options`… Certificates are verified, whatever the `sslmode`, except with
   * `no-verify`. The options below go before what the URL says.
   */
  readonly url?: string;
  /** A name, an address, or the folder of a Unix socket. Default: `PGHOST`, else `localhost`. */
  readonly host?: string;
  /** Default: `PGPORT`, else 5432. */
  readonly port?: number;
  /** It has to exist. Default: `PGDATABASE`, else the user's name. */
  readonly database?: string;
  /** Default: `PGUSER`, else the name of the system's user. */
  readonly user?: string;
  /** Or a function that gets one, for those that expire. Default: `PGPASSWORD`. */
  readonly password?: string | (() => string | Promise<string>);
  /** Whether to encrypt, or how. Default: as `PGSSLMODE` says, else not. */
  readonly ssl?: boolean | TlsOptions;
  /** How long to wait for a connection, in seconds. Default 15. */
  readonly connectTimeout?: number;
  /** How many connections bring files in at once, besides the one that publishes. Default 2. */
  readonly connections?: number;
  /** Longest name of a table or column, in characters: longer ones are cut to it. 19 to 63. Default 63. */
  readonly maxIdentifierLength?: number;
  /** Whether tables are created with UNIQUE constraints for unique columns, `_dlt_id` among them. Default true. */
  readonly createIndexes?: boolean;
}

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
