import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Ends a test run with one line for machines: `N passed, N failed, N skipped`. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    let [passed, failed, skipped] = [0, unhandled.length, 0];
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'failed') failedHere++;
        else skipped++;
      }
      // A file or a hook can fail without any of its tests failing.
      failed += failedHere === 0 && !module.ok() ? 1 : failedHere;
    }
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  }
}
