/** One HTTP request. Values of `query` that are undefined or null are left out; lists are repeated. */
export interface HttpRequest {
  /** Default `GET`. */
  readonly method?: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array | URLSearchParams | FormData;
  readonly signal?: AbortSignal;
}

/** A request whose answer comes in pages. Paths are JSONPaths into the body. */
export interface PagedRequest extends HttpRequest {
  /** Where the records are. Default: found by looking at the first page. */
  readonly data?: string;
  /** How to get from one page to the next: an implementation's own options. Default: found likewise. */
  readonly paginator?: unknown;
}

/**
 * HTTP as sources see it: retried, rate-limited and authenticated by whoever provides it. Relative addresses are
 * resolved against the provider's base URL.
 */
export interface HttpClient {
  /** The raw answer; one that is not successful is an error. */
  request(url: string | URL, request?: HttpRequest): Promise<Response>;
  /** The body, parsed. */
  json<T = unknown>(url: string | URL, request?: HttpRequest): Promise<T>;
  /** The records of one page after the other. */
  paginate<T = unknown>(url: string | URL, request?: PagedRequest): AsyncIterable<T[]>;
}
