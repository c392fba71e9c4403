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
  /** Whatever is there and belongs to no dataset, a line each. */
  strangers(place: string): Promise<readonly string[]>;
  remove(place: string): Promise<void>;
  close(): Promise<void>;
}
