import type { Source } from '@sluice/extract';
import type { Schema } from '@sluice/schema';

/** Writes what a source says of its whole schema into the schema. What it leaves open stays as it was. */
export function applySource(schema: Schema, source: Source): void {
  const { settings, maxNesting, rootKey, schemaContract } = source;
  if (settings?.detections) schema.settings.detections = [...settings.detections];
  if (settings?.preferredTypes)
    schema.settings.preferred_types = { ...schema.settings.preferred_types, ...settings.preferredTypes };
  if (settings?.defaultHints) mergeDefaultHints(schema, settings.defaultHints);
  if (schemaContract !== undefined) schema.settings.schema_contract = schemaContract;
  if (maxNesting !== undefined || rootKey !== undefined)
    schema.normalizers.json.config = {
      ...schema.normalizers.json.config,
      ...(maxNesting !== undefined && { max_nesting: maxNesting }),
      ...(rootKey !== undefined && { root_key_propagation: rootKey }),
    };
}

function mergeDefaultHints(schema: Schema, hints: Readonly<Record<string, readonly string[]>>): void {
  const merged = { ...schema.settings.default_hints };
  for (const [hint, patterns] of Object.entries(hints))
    merged[hint] = [...new Set([...(merged[hint] ?? []), ...patterns])];
  schema.settings.default_hints = merged;
}
