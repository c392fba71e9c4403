// Runs one step of a scenario: in a process of its own, so that it can be killed. A run that fails the way runs fail
// ends it with 3; every other code is a process that broke down.
import { runStep, type StepRun } from './run-step.ts';

try {
  await runStep(JSON.parse(process.argv[2] ?? '') as StepRun);
} catch (error) {
  console.error(error);
  process.exitCode = 3;
}
