import { describe, expect, test } from 'vitest';
import { newState } from './pipeline-state.ts';
import { resetResource, resourceState, sourceState } from './scopes.ts';

const fresh = () => newState({ pipeline_name: 'p', dataset_name: 'd', destination_type: 'x' });

describe('what sources and resources remember', () => {
  test('is there once asked for, and stays the same object', () => {
    const state = fresh();
    const issues = resourceState(state, 'github', 'issues');
    issues.page = 2;
    expect(resourceState(state, 'github', 'issues')).toBe(issues);
    expect(state.sources).toEqual({ github: { resources: { issues: { page: 2 } } } });
  });

  test('a source asked for keeps its place without any content', () => {
    const state = fresh();
    sourceState(state, 'github');
    expect(state.sources).toEqual({ github: {} });
  });

  test.each(['__proto__', 'constructor', 'toString'])('a source may be called %s', (name) => {
    const state = fresh();
    sourceState(state, name).seen = true;
    expect(Object.entries(state.sources ?? {})).toEqual([[name, { seen: true }]]);
  });

  test('a resource that forgets leaves the others and the source alone', () => {
    const state = fresh();
    sourceState(state, 's').shared = 1;
    resourceState(state, 's', 'a').x = 1;
    resourceState(state, 's', 'b').x = 2;
    resetResource(state, 's', 'a');
    expect(state.sources).toEqual({ s: { shared: 1, resources: { b: { x: 2 } } } });
  });

  test('forgetting creates the source: the format does so for every replaced resource', () => {
    const state = fresh();
    resetResource(state, 's', 'a');
    expect(state.sources).toEqual({ s: {} });
  });
});
