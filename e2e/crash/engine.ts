import type { Cut } from './cut-proxy.ts';
import type { EngineName } from './destination.ts';

/** Where datasets go in a sweep. */
export interface Engine {
  readonly name: EngineName;
  /** A new place, empty; `folder` is its own. What it returns opens it: a path or a URL. */
  create(folder: string): Promise<string>;
  /** A new place that holds what another one does, which nobody uses meanwhile. */
  copy(place: string, folder: string): Promise<string>;
  /** A place to look at what another one holds, so that the other one does not notice. Goes with its folder. */
  image(place: string, folder: string): Promise<string>;
  /** A query for the names of tables and views that belong neither to the dataset nor to the engine itself. */
  readonly strangers: string;
  /** Another way to a place, which breaks off once. Absent where there is no way to speak of. */
  fragile?(place: string, cut: Cut): Promise<FragilePlace>;
  remove(place: string): Promise<void>;
  close(): Promise<void>;
}

interface FragilePlace {
  readonly place: string;
  readonly hasCut: boolean;
  /** The statements that went over it; null for what is none. */
  readonly messages: readonly (string | null)[];
  close(): Promise<void>;
}
