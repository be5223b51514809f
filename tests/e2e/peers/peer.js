// The other libraries at the same work, each written as somebody who knows it well would:
// `peer.html?peer=…` reads the file that is chosen, sums it up and shows what it found.
// The readers differ; what comes after them is the same for all.

const NEEDS = {
  papaparse: "/node_modules/papaparse/papaparse.min.js",
  "papaparse-worker": "/node_modules/papaparse/papaparse.min.js",
  // The smaller build: code pages and old formats are not needed.
  sheetjs: "/node_modules/xlsx/dist/xlsx.mini.min.js",
};

/** From the file to its rows, each a list of cells. */
const READERS = {
  async papaparse(file) {
    const text = new TextDecoder("shift_jis").decode(await file.arrayBuffer());
    return Papa.parse(text, { skipEmptyLines: true }).data;
  },
  "papaparse-worker": (file) =>
    new Promise((done, failed) => {
      const rows = [];
      Papa.parse(file, {
        worker: true,
        encoding: "shift_jis",
        skipEmptyLines: true,
        chunk: ({ data }) => {
          for (const row of data) rows.push(row);
        },
        complete: () => done(rows),
        error: failed,
      });
    }),
  async sheetjs(file) {
    const bytes = await file.arrayBuffer();
    // Its own code pages give broken names here, so the text is decoded first, and the fields
    // stay text, which is quickest; of a workbook nobody needs the formatted texts.
    const book = file.name.endsWith(".csv")
      ? XLSX.read(new TextDecoder("shift_jis").decode(bytes), { type: "string", raw: true, dense: true })
      : XLSX.read(bytes, { dense: true, cellText: false, cellHTML: false, cellFormula: false });
    return XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1, blankrows: false });
  },
};

const SAMPLE_ROWS = 8;
const BARS = 10;

const number = (cell) => (typeof cell === "number" ? cell : Number(String(cell).replaceAll(",", "")));

/** Suppliers with their shares, the largest first; subtotals have no slip number. */
function figures(rows) {
  const head = rows.findIndex((row) => row.includes("仕入先名") && row.includes("金額"));
  const headings = rows[head];
  const [slip, name, amount] = ["伝票番号", "仕入先名", "金額"].map((heading) => headings.indexOf(heading));
  const spent = new Map();
  let [count, total] = [0, 0];
  for (let at = head + 1; at < rows.length; at += 1) {
    const row = rows[at];
    if (row[slip] === undefined || row[slip] === "") continue;
    const yen = number(row[amount]);
    if (Number.isNaN(yen)) continue;
    const supplier = String(row[name]).trim();
    spent.set(supplier, (spent.get(supplier) ?? 0) + yen);
    count += 1;
    total += yen;
  }
  const suppliers = [...spent].map(([supplier, yen]) => ({ supplier, share: yen / total }));
  suppliers.sort((one, other) => other.share - one.share);
  const hhi = suppliers.reduce((sum, { share }) => sum + share * share, 0);
  return { headings, sample: rows.slice(head + 1, head + 1 + SAMPLE_ROWS), rows: count, total, hhi, suppliers };
}

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

function draw({ headings, sample, rows, total, hhi, suppliers }) {
  const understood = element("h2", "このように読みました");
  understood.id = "understood";
  const outcome = element("h2", "取り込むとこうなります");
  outcome.id = "outcome";
  const line = (cells, kind) => element("tr", "", ...cells.map((cell) => element(kind, String(cell ?? ""))));
  const percent = (share) => `${(share * 100).toFixed(1)}%`;
  document.getElementById("main").replaceChildren(
    understood,
    element("p", `${rows}行、合計${total.toLocaleString("ja-JP")}円`),
    element("table", "", line(headings, "th"), ...sample.map((row) => line(Array.from(headings, (_, at) => row[at]), "td"))),
    outcome,
    element("p", `${suppliers.length}社、HHI ${(hhi * 10_000).toFixed(0)}`),
    element("table", "", ...suppliers.slice(0, BARS).map(({ supplier, share }) => line([supplier, percent(share)], "td"))),
  );
}

const peer = new URL(location.href).searchParams.get("peer");
const input = document.getElementById("file");
input.addEventListener("change", async () => {
  const [file] = input.files;
  // The same file may be chosen again.
  input.value = "";
  const found = figures(await READERS[peer](file));
  draw(found);
  globalThis.found = { rows: found.rows, suppliers: found.suppliers.length, total: found.total, hhi: found.hhi };
});
const script = element("script");
script.src = NEEDS[peer];
script.onload = () => (input.disabled = false);
document.head.append(script);
