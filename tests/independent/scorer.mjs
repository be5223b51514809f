// The method in plain JavaScript: what somebody would write who has the pack and no engine, after
// score.py. For score_lines.mjs, and for the other forms that `cargo xtask bench peers` measures.
// The pack comes as JSON from `score_lines.py --pack-json`.

const HOME = "JP";
const UNQUALIFIED = new Set(["0", "1_unqualified"]);

// Three values: true, null (undecided), false.
const and = (values) => values.includes(false) ? false : values.includes(null) ? null : true;
const or = (values) => values.includes(true) ? true : values.includes(null) ? null : false;
const not = (value) => value === null ? null : !value;
const atLeast = ([low, high], bound) => low >= bound ? true : high < bound ? false : null;
const sum = (values) => values.reduce((all, one) => all + one, 0);

/** One firm: what it told, and what follows from it by the rules of a pack. */
export class Case {
  constructor(pack, told) {
    this.pack = pack;
    if (told.format !== "sonae-assessment" || told.version !== 1) throw new Error("no assessment");
    this.answers = {};
    for (const [question, value] of Object.entries(told.profile ?? {})) {
      if (value !== null) this.answers[question] = { value };
    }
    Object.assign(this.answers, told.answers ?? {});
    for (const question of Object.keys(this.answers)) {
      if (!(question in pack.questions)) throw new Error(`no such question: ${question}`);
    }
    const owner = {};
    for (const group of told.ledger?.groups ?? []) {
      for (const alias of group.suppliers) owner[alias] = `owner: ${group.name}`;
    }
    this.suppliers = (told.suppliers ?? []).map((row) => ({ ...row, alias: owner[row.alias] ?? row.alias }));
    this.markets = told.markets ?? [];
    this.known = new Map();
  }

  once(kind, name, work) {
    const key = `${kind} ${name}`;
    if (!this.known.has(key)) this.known.set(key, work());
    return this.known.get(key);
  }

  // ---- tables

  goods(row) {
    return row.category == null ? null : !this.pack.services.includes(row.category);
  }

  spends() {
    return this.suppliers.map((row) => [row, row.annual_spend ?? null]).filter(([, spend]) => spend === null || spend > 0);
  }

  measure(name) {
    return this.once("measure", name, () => this[name]());
  }

  top_supplier_share() {
    const rows = this.spends();
    if (!rows.length) return null;
    const totals = new Map();
    const open = new Set();
    rows.forEach(([row, spend], n) => {
      const key = row.alias || n;
      totals.set(key, (totals.get(key) ?? 0) + (spend ?? 0));
      if (spend === null) open.add(key);
    });
    const largest = Math.max(...totals.values());
    const closed = sum([...totals].filter(([key]) => !open.has(key)).map(([, total]) => total));
    const low = largest === 0 ? 1 / totals.size : largest / (closed + open.size * largest);
    return [100 * low, open.size ? 100 : 100 * low];
  }

  countryShares() {
    const rows = this.spends();
    const total = sum(rows.map(([, spend]) => spend ?? 0));
    const open = rows.filter(([, spend]) => spend === null).map(([row]) => row.country ?? null);
    const nowhere = sum(rows.filter(([row, spend]) => spend !== null && row.country == null).map(([, spend]) => spend));
    const foreign = new Set(rows.map(([row]) => row.country ?? null));
    foreign.delete(HOME);
    foreign.delete(null);
    if (nowhere || open.includes(null)) foreign.add(null);
    return [...foreign].map((country) => {
      const known = country === null ? 0 : sum(rows.filter(([row]) => row.country === country).map(([, spend]) => spend ?? 0));
      const elsewhere = open.some((one) => country === null || one !== country);
      const least = total ? known / total : Number(open.includes(country));
      const all = open.includes(country) || open.includes(null);
      return [country, [elsewhere ? 0 : least, all ? 1 : total ? (known + nowhere) / total : 0]];
    });
  }

  top_foreign_country_share() {
    if (!this.spends().length) return null;
    const shares = this.countryShares().map(([, share]) => share);
    return [100 * Math.max(0, ...shares.map(([low]) => low)), 100 * Math.max(0, ...shares.map(([, high]) => high))];
  }

  known_origin_share() {
    const rows = this.spends();
    if (!rows.length) return null;
    const total = sum(rows.map(([, spend]) => spend ?? 0));
    const known = sum(rows.filter(([row]) => row.country != null).map(([, spend]) => spend ?? 0));
    const openNowhere = rows.some(([row, spend]) => spend === null && row.country == null);
    return [openNowhere ? 0 : total ? 100 * known / total : 100, 100];
  }

  stopsSales(row) {
    return row.sales_dependent_pct == null ? null : row.sales_dependent_pct > 0;
  }

  single_source_items() {
    if (!this.suppliers.length) return null;
    const certain = new Set();
    const possible = new Set();
    this.suppliers.forEach((row, n) => {
      const unqualified = row.alternatives == null ? null : UNQUALIFIED.has(row.alternatives);
      const verdict = and([this.goods(row), unqualified, this.stopsSales(row)]);
      const item = JSON.stringify([row.alias || n, row.item ?? null]);
      if (verdict !== false) possible.add(item);
      if (verdict === true) certain.add(item);
    });
    return [certain.size, possible.size];
  }

  lowest_stock_weeks() {
    const sure = [];
    const maybe = [];
    for (const row of this.suppliers) {
      const verdict = and([this.goods(row), this.stopsSales(row)]);
      if (verdict !== false) (verdict ? sure : maybe).push(row.stock_weeks ?? null);
    }
    const known = sure.filter((stock) => stock !== null);
    return known.length ? [Math.min(...sure.concat(maybe).map((stock) => stock ?? 0)), Math.min(...known)] : null;
  }

  weeks(row, key) {
    return row[key] == null ? [0, Infinity] : [row[key], row[key]];
  }

  recoveryWeeks(row) {
    if (row.alternatives === "2plus_qualified") return [0, 0];
    if (row.alternatives === "1_qualified") return this.weeks(row, "lead_time_weeks");
    if (UNQUALIFIED.has(row.alternatives)) return this.weeks(row, "requal_weeks");
    return [0, Math.max(this.weeks(row, "lead_time_weeks")[1], this.weeks(row, "requal_weeks")[1])];
  }

  recovery_gap() {
    if (!this.suppliers.length) return null;
    const gap = (recover, survive) =>
      recover === 0 || survive === Infinity ? 0 : recover === Infinity ? 1 : Math.max(0, 1 - survive / recover);
    let low = 0;
    let high = 0;
    for (const row of this.suppliers) {
      const goods = this.goods(row);
      if (goods === false) continue;
      const recover = this.recoveryWeeks(row);
      const survive = this.weeks(row, "stock_weeks");
      const share = row.sales_dependent_pct == null ? [0, 1] : [row.sales_dependent_pct / 100, row.sales_dependent_pct / 100];
      if (goods) low = Math.max(low, gap(recover[0], survive[1]) * share[0]);
      high = Math.max(high, gap(recover[1], survive[0]) * share[1]);
    }
    return [low, high];
  }

  top_foreign_market_share() {
    if (!this.markets.length) return null;
    const known = new Map();
    let nowhere = 0;
    let listed = 0;
    for (const { share_pct: share, country } of this.markets) {
      if (share == null) continue;
      listed += share;
      if (country == null) nowhere += share;
      else if (country !== HOME) known.set(country, (known.get(country) ?? 0) + share);
    }
    const rest = Math.max(0, 100 - listed);
    const low = Math.max(0, ...known.values());
    let high = Math.max(low, rest) + nowhere;
    for (const { share_pct: share, country } of this.markets) {
      if (share == null && country != null && country !== HOME) high = Math.max(high, (known.get(country) ?? 0) + rest + nowhere);
    }
    return [low, Math.min(100, high)];
  }

  // ---- answers

  applies(id) {
    const { when } = this.pack.questions[id];
    return when ? this.once("applies", id, () => this.condition(when)) : true;
  }

  option(question, key) {
    const found = question.options.find((option) => option.key === key);
    if (!found) throw new Error(`${question.id}: no option ${key}`);
    return found;
  }

  band(bands, value) {
    return bands.find((band) => !("below" in band) || value < band.below);
  }

  effective(id) {
    return this.once("effective", id, () => {
      const question = this.pack.questions[id];
      const answer = this.answers[id];
      if (answer?.na) return { is: "na" };
      const table = question.from_table;
      const interval = table ? this.measure(table.measure) : null;
      const isEstimate = answer?.estimate && interval !== null;
      if (!answer || answer.unknown || isEstimate || answer.value === undefined) {
        if (interval === null) return { is: "none" };
        if (question.type !== "single") return { is: "number", range: interval };
        const order = table.bands.map((band) => band.option);
        const [first, last] = interval.map((end) => order.indexOf(this.band(table.bands, end).option)).sort((a, b) => a - b);
        return { is: "key", keys: order.slice(first, last + 1) };
      }
      const { value } = answer;
      if (question.type === "single") {
        return this.option(question, value).not_applicable ? { is: "na" } : { is: "key", keys: [value] };
      }
      return question.type === "multi" ? { is: "keys", keys: value } : { is: "number", range: [value, value] };
    });
  }

  condition(c) {
    if (c.and) return and(c.and.map((one) => this.condition(one)));
    if (c.or) return or(c.or.map((one) => this.condition(one)));
    if (c.not) return not(this.condition(c.not));
    const applies = this.applies(c.question);
    if (applies === false) return false;
    const answer = this.effective(c.question);
    if ("answered" in c) return (answer.is !== "none" && answer.is !== "na") === c.answered;
    if (answer.is === "na") return false;
    if (answer.is === "none") return null;
    let met;
    const keys = c.in ?? c.not_in;
    if (keys) {
      const hits = answer.keys.map((key) => keys.includes(key));
      met = answer.is === "keys" ? hits.includes(true) : !hits.includes(false) ? true : !hits.includes(true) ? false : null;
      if (!c.in) met = not(met);
    } else if ("gte" in c) {
      met = atLeast(answer.range, c.gte);
    } else {
      const [low, high] = answer.range;
      met = high <= c.lte ? true : low > c.lte ? false : null;
    }
    return and([applies, met]);
  }

  levels(id) {
    const question = this.pack.questions[id];
    const applies = this.applies(id);
    if (applies === false) return null;
    const answer = this.effective(id);
    if (answer.is === "na") return null;
    if (applies === null || answer.is === "none") return [0, 4];
    if (answer.is === "number") {
      return answer.range.map((end) => this.band(question.bands, end).level).sort((a, b) => a - b);
    }
    const levels = answer.keys.map((key) => this.option(question, key).level);
    if (answer.is === "key") return [Math.min(...levels), Math.max(...levels)];
    const level = question.combine === "max" ? Math.max(...levels) : Math.min(4, sum(levels));
    return [level, level];
  }

  // ---- scores

  module(module) {
    const factor = this.pack.multipliers[this.answers["profile.industry"].value];
    const items = [];
    for (const question of module.questions) {
      const levels = question.theme && this.levels(question.id);
      if (levels) items.push([question.theme, question.weight * (factor[question.id] ?? 1), levels[0] / 4, levels[1] / 4]);
    }
    for (const metric of module.metrics ?? []) {
      const risk = this.measure(metric.from_table.measure) ?? [0, 1];
      items.push([metric.theme, metric.weight * (factor[metric.id] ?? 1), ...risk]);
    }
    const logs = [[], []];
    for (const theme of module.themes) {
      const mine = items.filter(([id]) => id === theme.id);
      const weight = sum(mine.map(([, weight]) => weight));
      if (weight === 0) continue;
      logs.forEach((all, end) => {
        const risk = sum(mine.map((item) => item[1] * item[2 + end])) / weight;
        all.push(Math.log(Math.max(0.01, 1 - risk)));
      });
    }
    if (!logs[0].length) return null;
    return logs.map((all) => 100 * (1 - Math.exp(sum(all) / all.length)) / 0.99 + 0);
  }

  result() {
    if (this.answers["profile.industry"]?.value === undefined) return { overall: null, modules: {} };
    const scores = this.pack.modules.map((module) => [module.id, this.module(module)]).filter(([, score]) => score);
    const overall = [0, 1].map((end) => Math.max(...scores.map(([, score]) => score[end])));
    return { overall, modules: Object.fromEntries(scores) };
  }
}
