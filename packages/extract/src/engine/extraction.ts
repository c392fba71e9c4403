import type { Runtime } from '@sluice/schema';
import type { ResourceState, SourceState } from '@sluice/state';
import type { SourceContext } from '../context.ts';
import { noHttp } from '../detached-context.ts';
import { silentLogger } from '../logger.ts';
import type { ExtractOptions } from './extract-options.ts';

// How long code of a source may keep the thread before others (timers, aborts) get their turn.
const turnMs = 50;

/** What all resources of one extraction share. */
export class Extraction {
  readonly source: string;
  readonly options: ExtractOptions;
  readonly runtime: Runtime;
  readonly context: SourceContext;
  readonly #controller = new AbortController();
  readonly #abort = () => this.#controller.abort(this.options.signal?.reason);
  readonly #owners = new Map<string, string>();
  #turnBegan = performance.now();

  constructor(source: string, options: ExtractOptions) {
    this.source = source;
    this.options = options;
    this.runtime = options.runtime;
    const { signal, config = {}, secrets = {}, http = noHttp, logger = silentLogger } = options;
    this.context = { config, secrets, http, logger, signal: this.#controller.signal };
    if (signal?.aborted) this.#abort();
    else signal?.addEventListener('abort', this.#abort);
  }

  /** Aborted when the caller's signal is, and by `stop`. */
  get signal(): AbortSignal {
    return this.context.signal;
  }

  get sourceState(): SourceState {
    const { state } = this.options;
    return typeof state === 'function' ? state() : state;
  }

  /** What a resource remembers; created by being asked for. */
  resourceState(name: string): ResourceState {
    const source = this.sourceState;
    const resources = source.resources ?? {};
    source.resources = resources;
    const known = Object.hasOwn(resources, name) ? resources[name] : undefined;
    if (known) return known;
    const created: ResourceState = {};
    Object.defineProperty(resources, name, {
      value: created,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    return created;
  }

  /** Whether a resource says what a table is: the first that writes to it does. */
  claims(table: string, resource: string): boolean {
    if (!this.#owners.has(table)) this.#owners.set(table, resource);
    return this.#owners.get(table) === resource;
  }

  forget(name: string): void {
    const { resources } = this.sourceState;
    if (resources) delete resources[name];
  }

  /** Code that never waits has kept the thread for a while, or the extraction was aborted meanwhile. */
  get isTurnOver(): boolean {
    return this.signal.aborted || performance.now() - this.#turnBegan > turnMs;
  }

  /** Gives other work a turn. @throws the signal's reason */
  async nextTurn(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.#turnBegan = performance.now();
    this.signal.throwIfAborted();
  }

  /** Nobody reads on: ends whatever the source still has under way. */
  stop(): void {
    this.#controller.abort(new DOMException('Nobody reads on', 'AbortError'));
  }

  close(): void {
    this.options.signal?.removeEventListener('abort', this.#abort);
  }
}
