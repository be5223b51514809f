// A line a test, the whole story of those that failed, and at the end `N passed, N failed`.
export default async function* report(events) {
  let [passed, failed, skipped] = [0, 0, 0];
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    const name = `${"  ".repeat(data.nesting)}${data.name} (${(data.details.duration_ms / 1000).toFixed(1)} s)`;
    if (data.skip !== undefined) {
      skipped += 1;
      yield `skipped  ${name} ${data.skip || ""}\n`;
    } else if (type === "test:pass") {
      passed += 1;
      yield `ok       ${name}\n`;
    } else {
      failed += 1;
      const error = data.details.error?.cause ?? data.details.error;
      yield `FAILED   ${name}\n${error?.stack ?? error}\n`;
    }
  }
  yield `\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}\n`;
}
