/** Where a resource stops. Whatever comes first counts; reading ends there. */
export interface Limit {
  /** Records, to the letter: pages are cut. */
  readonly rows?: number;
  /** Things yielded: pages, or records where they are yielded one by one. Those of which nothing is left do not count. */
  readonly items?: number;
  /** Time since reading began. What was yielded by then is still loaded. */
  readonly ms?: number;
}
