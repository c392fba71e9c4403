// Every program of the bench reports at its end, on the last line it prints, what it took.
const parts = {};

/** Notes how long a part of the work took. */
export function note(part, milliseconds) {
  parts[part] = milliseconds / 1000;
}

process.once('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  // maxRSS is in KiB, the times are in microseconds.
  const report = { parts, peakBytes: maxRSS * 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
  console.log(JSON.stringify(report));
});
