// Runs one step of a scenario: in a process of its own, so that it can be killed.
import { runStep, type StepRun } from './run-step.ts';

await runStep(JSON.parse(process.argv[2] ?? '') as StepRun);
