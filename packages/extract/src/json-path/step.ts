/** One step of a path: from a value to those it finds in it. */
export type Step =
  | { readonly kind: 'root' }
  | { readonly kind: 'fields'; readonly names: readonly string[] }
  | { readonly kind: 'all' }
  | { readonly kind: 'elements' }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly by?: number }
  | { readonly kind: 'deep'; readonly step: Step }
  | { readonly kind: 'filter'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'length' };

/** An element fits when something at `steps` compares so; without a comparison, when there is something. */
export interface Condition {
  readonly steps: readonly Step[];
  readonly compare?: { readonly by: string; readonly with: string | number | boolean | null };
}
