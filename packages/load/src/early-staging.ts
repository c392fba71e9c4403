import type { Connection, Destination, LoadIdentity, LoadJob, LoadSession } from './contract.ts';

/** A session into which parts of a load have been brought, and its connection. */
export interface OpenedSession {
  readonly connection: Connection;
  readonly session: LoadSession;
}

/**
 * Brings the parts of a load to their destination while the rest of it is still being extracted: the destination works
 * beside the extraction, not after it. Nothing depends on it. Where anything goes wrong, or a part is written anew, what
 * was brought is forgotten, and the load begins as if nothing had been.
 */
export class EarlyStaging {
  readonly #destination: Destination;
  readonly #load: LoadIdentity;
  readonly #open: () => Promise<Connection>;
  readonly #queue: LoadJob[] = [];
  readonly #lanes = new Set<Promise<void>>();
  #opened: Promise<OpenedSession> | undefined;
  #isForgotten = false;

  constructor(destination: Destination, load: LoadIdentity, open: () => Promise<Connection>) {
    this.#destination = destination;
    this.#load = load;
    this.#open = open;
  }

  /** Takes a part that is complete on disk. */
  add(job: LoadJob): void {
    if (this.#isForgotten) return;
    this.#queue.push(job);
    if (this.#lanes.size >= this.#destination.capabilities.parallelWrites) return;
    const lane = this.#work().finally(() => this.#lanes.delete(lane));
    this.#lanes.add(lane);
  }

  /** What was brought is not what will be loaded. */
  forget(): void {
    this.#isForgotten = true;
    this.#queue.length = 0;
  }

  /** Waits for what is under way, and begins nothing more: afterwards the files may be moved. */
  async settle(): Promise<void> {
    this.#queue.length = 0;
    await Promise.all(this.#lanes);
  }

  /** Hands over the session, once; undefined where there is none to go on with. Whoever takes it closes it. */
  async take(): Promise<OpenedSession | undefined> {
    await this.settle();
    const opened = await this.#opened?.catch(() => undefined);
    this.#opened = undefined;
    if (!opened || !this.#isForgotten) return opened;
    await closeSession(opened);
    return undefined;
  }

  /** Ends it: what was brought goes. */
  async abandon(): Promise<void> {
    this.forget();
    await this.take();
  }

  async #work(): Promise<void> {
    try {
      this.#opened ??= this.#begin();
      const { session } = await this.#opened;
      for (let job = this.#queue.shift(); job; job = this.#queue.shift()) await session.stage(job);
    } catch {
      // The load itself will meet the same, and report it.
      this.forget();
    }
  }

  async #begin(): Promise<OpenedSession> {
    const connection = await this.#open();
    try {
      return { connection, session: await connection.begin(this.#load) };
    } catch (error) {
      await connection.close();
      throw error;
    }
  }
}

/** A connection that is lost needs no closing. */
async function closeSession({ connection, session }: OpenedSession): Promise<void> {
  await session.close().catch(() => undefined);
  await connection.close().catch(() => undefined);
}
