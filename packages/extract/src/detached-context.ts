import { SluiceError } from '@sluice/schema';
import type { SourceContext } from './context.ts';
import type { HttpClient } from './http-client.ts';
import { silentLogger } from './logger.ts';

/** A context where there is no pipeline: nothing is configured, and nobody listens. */
export function detachedContext(): SourceContext {
  return {
    config: {},
    secrets: {},
    http: noHttp,
    logger: silentLogger,
    signal: new AbortController().signal,
  };
}

/** Refuses when it is used, not when it is taken: a source may pass it on to its resources. */
export const noHttp: HttpClient = { request: refuse, json: refuse, paginate: refuse };

function refuse(): never {
  throw new SluiceError('CONTEXT_DETACHED', 'There is no HTTP client outside a pipeline', {
    remedy: 'Run the resource in a pipeline, or use fetch',
  });
}
