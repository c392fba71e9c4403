/** What text files have to keep to for their destination. */
export interface TextRules {
  /** Whether texts may hold U+0000. Default true; where false, they are written without, and so is JSON. */
  readonly nul?: boolean;
  /** Longest row in bytes, its line end included. Default: any length. */
  readonly maxRowBytes?: number;
}
