import { z } from 'zod';
import { documentShape } from './document-shape.ts';

/**
 * The JSON Schema of a schema file, for editors: they complete keys and mark mistakes while somebody types. Of what
 * `validateSchema` checks it leaves out that parents exist and that patterns compile.
 */
export function schemaFileJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(documentShape, {
    target: 'draft-07',
    io: 'input',
    override({ jsonSchema }) {
      if (!jsonSchema.properties) return;
      jsonSchema.additionalProperties = false;
      jsonSchema.patternProperties = { '^x-': {} };
    },
  });
}
