// What the measurements share: how figures are written, and what happens in a page until a frame
// shows something.

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const ms = (value) => (Number.isNaN(value) ? "–" : `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en")} ms`);
export const MB = (kib) => `${((kib * 1024) / 1e6).toFixed(0)} MB`;
export const table = (rows) => rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
/** One of the aims, and whether it is met. */
export const aim = (what, met, figure) => `- ${met ? "Met" : "**Missed**"}: ${what} (${figure}).`;

export async function several(count, measure) {
  const results = [];
  for (let number = 0; number < count; number += 1) results.push(await measure(number));
  return results;
}

/** The list, begun at another place in every round: nobody is always the first. */
export const turned = (list, round) => list.map((_, at) => list[(at + round) % list.length]);

/**
 * Begins to look at a page: at the next `event` the clock starts, and `seen(page)` gives the
 * milliseconds until each of the `selectors` was painted, and the `longest` time between two frames.
 */
export const watch = (page, event, selectors) =>
  page.evaluate(
    ([event, selectors]) => {
      globalThis.__seen = new Promise((done) => {
        const begin = ({ timeStamp }) => {
          const times = {};
          let [last, longest] = [timeStamp, 0];
          const frame = () => {
            const now = performance.now();
            longest = Math.max(longest, now - last);
            last = now;
            const { port1, port2 } = new MessageChannel();
            const found = Object.entries(selectors).filter(([name, selector]) => !(name in times) && document.querySelector(selector));
            for (const [name] of found) times[name] = NaN;
            const all = Object.keys(times).length === Object.keys(selectors).length;
            // The message comes once the frame that holds them was drawn.
            port1.onmessage = () => {
              const painted = performance.now();
              for (const [name] of found) times[name] = painted - timeStamp;
              if (all) done({ ...times, longest: Math.max(longest, painted - last) });
            };
            port2.postMessage("");
            if (!all) requestAnimationFrame(frame);
          };
          requestAnimationFrame(frame);
        };
        addEventListener(event, begin, { capture: true, once: true });
      });
    },
    [event, selectors],
  );

/** The same until the text of what a selector finds is another one. */
export const watchText = (page, event, selector) =>
  page.evaluate(
    ([event, selector]) => {
      globalThis.__seen = new Promise((done) => {
        const text = () => document.querySelector(selector)?.textContent;
        const begin = ({ timeStamp }) => {
          const before = text();
          const frame = () => {
            if (text() === before) return requestAnimationFrame(frame);
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(performance.now() - timeStamp);
            port2.postMessage("");
          };
          requestAnimationFrame(frame);
        };
        addEventListener(event, begin, { capture: true, once: true });
      });
    },
    [event, selector],
  );

/** What the page has seen; a page in which it does not happen within two minutes is at fault. */
export async function seen(page) {
  await page.waitForFunction(() => globalThis.__seen.then(() => true), undefined, { timeout: 120_000 });
  return page.evaluate(() => globalThis.__seen);
}
