import { reviveDates } from '@sluice/state';
import type { Context } from '../context.ts';
import { type Cursor, exposeCursor } from '../incremental/cursor.ts';
import type { CursorRun } from '../incremental/cursor-run.ts';
import type { ReadableResource } from '../resource-definition.ts';
import type { Extraction } from './extraction.ts';

/** What a function of the resource is given. State is only created when it is asked for. */
export class ResourceContext implements Context<unknown> {
  readonly #extraction: Extraction;
  readonly #resource: ReadableResource;
  readonly cursor: Cursor<unknown>;

  constructor(extraction: Extraction, resource: ReadableResource, run: CursorRun | null) {
    this.#extraction = extraction;
    this.#resource = resource;
    const { cursor } = resource.hints;
    // Without a cursor there is none, and the types of the function say so.
    this.cursor = (cursor && run ? exposeCursor(cursor, run) : undefined) as Cursor<unknown>;
  }

  get state() {
    const state = this.#extraction.resourceState(this.#resource.name);
    reviveDates(state, 'incremental');
    return state;
  }

  get sourceState() {
    const state = this.#extraction.sourceState;
    reviveDates(state, 'resources');
    return state;
  }

  get config() {
    return this.#extraction.context.config;
  }

  get secrets() {
    return this.#extraction.context.secrets;
  }

  get http() {
    return this.#extraction.context.http;
  }

  get logger() {
    return this.#extraction.context.logger;
  }

  get signal() {
    return this.#extraction.signal;
  }
}
