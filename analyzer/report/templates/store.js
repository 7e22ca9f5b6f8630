/* The rows: columns parsed when first asked for, filters, search and order as arrays of row numbers. */
const json = (id) => JSON.parse(document.getElementById(id).textContent);
const setup = json("setup");
const JOIN = "；";
/* Names come from texts: "constructor" must not find what every object has. */
const own = (object, key) => (object && Object.hasOwn(object, key) ? object[key] : undefined);

class Column {
  constructor(packed) { this.values = packed.v; this.codes = packed.c ? Uint32Array.from(packed.c) : null; this.same = packed.same || null; }
  get(row) {
    const value = this.values[this.codes ? this.codes[row] : row];
    return value === null && this.same ? column(this.same).get(row) : value;
  }
  /* For every row whether `test` holds for its value; tested once for each value. */
  where(test, length) {
    const out = new Uint8Array(length);
    if (this.codes) {
      const passes = Uint8Array.from(this.values, (value) => (test(value) ? 1 : 0));
      for (let row = 0; row < length; row++) out[row] = passes[this.codes[row]];
    } else for (let row = 0; row < length; row++) out[row] = test(this.get(row)) ? 1 : 0;
    return out;
  }
}

const columns = new Map();
function column(name) {
  if (!columns.has(name)) {
    const element = document.getElementById("column-" + name);
    columns.set(name, new Column(JSON.parse(element.textContent)));
    element.remove();
  }
  return columns.get(name);
}
const has = (name) => setup.columns.some((c) => c.name === name);
const cell = (name, row) => { const value = column(name).get(row); return value === null || value === undefined ? "" : value; };
const parts = (value) => (value === "" || value === null ? [] : String(value).split(JOIN));

/* 2022 may be any day of 2022: the first and the last day that a date may be. */
const firstDay = (date) => (date + "-01-01").slice(0, 10);
const lastDay = (date) => (date.length === 4 ? date + "-12-31" : date.length === 7 ? date + "-31" : date);

const store = {
  length: setup.rows,
  order: { field: null, dir: "asc" },
  chosen: {},     /* facet → Set of values; "" stands for none */
  since: "", until: "", query: "", unrepeated: false,
  masks: {},      /* name of a filter → Uint8Array */
  rows: [],       /* numbers of the rows that pass, in order */
  counts: {},     /* facet → Map value → rows that would be there with this value */

  setFacet(name, values) {
    this.chosen[name] = values;
    if (!values.size) delete this.masks[name];
    else {
      const list = setup.facets.find((f) => f.name === name).list;
      this.masks[name] = column(name).where((v) => (list ? (v === "" ? values.has("") : parts(v).some((p) => values.has(p))) : values.has(String(v))), this.length);
    }
  },
  setDates(since, until) {
    this.since = since; this.until = until;
    if (!since && !until) delete this.masks.date;
    else this.masks.date = column("date").where((d) => d !== "" && (!since || lastDay(d) >= since) && (!until || firstDay(d) <= until), this.length);
  },
  setQuery(query) {
    this.query = query;
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    delete this.masks.query;
    words.forEach((word, number) => {
      const found = new Uint8Array(this.length);
      for (const name of setup.search) {
        const mask = column(name).where((v) => v !== null && String(v).toLowerCase().includes(word), this.length);
        for (let row = 0; row < this.length; row++) found[row] |= mask[row];
      }
      if (!number) this.masks.query = found;
      else for (let row = 0; row < this.length; row++) this.masks.query[row] &= found[row];
    });
  },
  setUnrepeated(on) {
    this.unrepeated = on;
    if (on && has("repeat_of")) this.masks.repeat = column("repeat_of").where((v) => v === "", this.length);
    else delete this.masks.repeat;
  },
  clear() {
    this.masks = {}; this.chosen = {}; this.since = this.until = this.query = ""; this.unrepeated = false;
  },

  /* A row counts for a facet when every other filter lets it pass. */
  refresh() {
    const names = Object.keys(this.masks), masks = names.map((n) => this.masks[n]);
    const facets = setup.facets.map((f) => ({ ...f, column: column(f.name), at: names.indexOf(f.name), tally: null }));
    for (const f of facets) f.tally = new Uint32Array(f.column.codes ? f.column.values.length : 0);
    const rows = [];
    for (let row = 0; row < this.length; row++) {
      let failed = 0, which = -1;
      for (let m = 0; m < masks.length && failed < 2; m++) if (!masks[m][row]) { failed++; which = m; }
      if (failed === 0) {
        rows.push(row);
        for (const f of facets) if (f.column.codes) f.tally[f.column.codes[row]]++;
      } else if (failed === 1) for (const f of facets) if (f.at === which && f.column.codes) f.tally[f.column.codes[row]]++;
    }
    this.counts = {};
    for (const f of facets) {
      const counts = (this.counts[f.name] = new Map());
      const add = (value, n) => { if (n) for (const p of f.list ? (value === "" ? [""] : new Set(parts(value))) : [String(value)]) counts.set(p, (counts.get(p) || 0) + n); };
      if (f.column.codes) f.tally.forEach((n, code) => add(f.column.values[code], n));
      else for (const row of rows) add(f.column.get(row), 1);
    }
    this.rows = rows;
    this.sort();
  },
  sort() {
    const { field, dir } = this.order, sign = dir === "desc" ? -1 : 1;
    if (!field) return;
    const source = column(field);
    if (source.codes) {   /* few values: in the order of a Chinese dictionary */
      const collator = new Intl.Collator("zh-CN", { numeric: true });
      const ranks = new Uint32Array(source.values.length);
      [...source.values.keys()].sort((a, b) => collator.compare(String(source.values[a]), String(source.values[b]))).forEach((code, rank) => { ranks[code] = rank; });
      this.rows.sort((a, b) => sign * (ranks[source.codes[a]] - ranks[source.codes[b]]) || a - b);
    } else {
      const compare = (x, y) => (x === y ? 0 : x === null || x < y ? -1 : 1);
      this.rows.sort((a, b) => sign * compare(source.get(a), source.get(b)) || a - b);
    }
  },
};
