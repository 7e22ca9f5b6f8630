/* The charts: drawn as they came, and counted anew for the rows that pass the filters. */
function keysOf(dimension) {
  const at = new Map(dimension.values.map((value, n) => [value, n]));
  const first = column(dimension.column), other = dimension.fallback && has(dimension.fallback) ? column(dimension.fallback) : null;
  const memo = new Map();
  const read = (value) => {
    if (!memo.has(value)) {
      let names = dimension.list ? parts(value) : [dimension.cut ? String(value).slice(0, dimension.cut) : String(value)];
      if (dimension.map) names = names.flatMap((name) => own(dimension.map, name) || []);
      memo.set(value, [...new Set(names)].map((name) => at.get(name)).filter((n) => n !== undefined));
    }
    return memo.get(value);
  };
  return (row) => { const value = first.get(row); return value === "" && other ? read(other.get(row)) : read(value); };
}
const counted = () => { const repeats = has("repeat_of") ? column("repeat_of") : null; return repeats ? store.rows.filter((row) => repeats.get(row) === "") : store.rows; };
function recountFlow({ live, option }) {
  const heads = live.heads.map((names) => new Set(names)), links = new Map(), nodes = new Map();
  const named = (n, value) => (value === "" ? live.missing : heads[n].has(value) ? value : live.others);
  const node = (depth, name) => {
    const id = `${live.prefixes[depth]} ${name}`;
    if (!nodes.has(id)) nodes.set(id, { name: id, depth, label: { formatter: name.replace(/\{/g, "｛").replace(/\}/g, "｝"), position: depth === 2 ? "left" : "right" } });
    return id;
  };
  const add = (source, target) => { const key = source + "\n" + target; const link = links.get(key); if (link) link.value++; else links.set(key, { source, target, value: 1 }); };
  for (const row of counted()) {
    const [a, b] = [0, 1].map((n) => named(n, cell(live.columns[n], row)));
    add(node(0, a), node(1, b));
    const sectors = parts(cell(live.columns[2], row));
    for (const sector of new Set((sectors.length ? sectors : [""]).map((s) => named(2, s)))) add(node(1, b), node(2, sector));
  }
  return { ...option, series: [{ ...option.series[0], data: [...nodes.values()], links: [...links.values()] }] };
}
function recount(chart) {
  if (chart.live.shape === "flow") return recountFlow(chart);
  const { live, option } = chart, x = keysOf(live.x), y = live.y ? keysOf(live.y) : () => [0];
  const wide = live.x.values.length, counts = Array.from({ length: live.y ? live.y.values.length : 1 }, () => new Array(wide).fill(0));
  for (const row of counted()) {
    for (const b of y(row)) for (const a of x(row)) counts[b][a]++;
  }
  if (live.shape === "series") return { ...option, series: option.series.map((s, n) => ({ ...s, data: counts[n] })) };
  const data = [];
  counts.forEach((own, b) => own.forEach((n, a) => { if (n) data.push({ name: `${live.y.values[b]} × ${live.x.values[a]}：${n}`.replace(/[{}]/g, ""), value: [a, b, n] }); }));
  return { ...option, visualMap: { ...option.visualMap, max: Math.max(1, ...data.map((d) => d.value[2])) }, series: [{ ...option.series[0], data }] };
}
function pickFrom(chart) {
  if (!chart.live || chart.live.shape === "flow") return null;
  const dimensions = [chart.live.x, chart.live.y].filter(Boolean);
  return (event) => {
    const [a, b] = chart.live.shape === "heat" ? event.value : [event.dataIndex, event.seriesIndex];
    [[chart.live.x, a], [chart.live.y, b]].forEach(([dimension, n]) => {
      const facet = dimension && !dimension.map && setup.facets.find((f) => f.name === dimension.column);
      if (facet) store.setFacet(facet.name, new Set([dimension.values[n]]));
    });
    if (dimensions.length) update();
  };
}
const charts = json("charts-json").map((chart) => {
  const plot = make("div", { class: "plot" });
  const note = chart.live ? chart.note : chart.note + " 不随筛选变化。";
  const caption = make("span", {}, note);
  $("charts").append(make("figure", { class: "chart", id: "chart-" + chart.name }, make("figcaption", {}, make("b", {}, chart.title), caption), make("div", { class: "scroll" }, plot)));
  return { chart, plot, note, caption, redraw: null };
});
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) show(charts.find((c) => c.plot === entry.target));
}, { rootMargin: "300px" });
function show(item) {
  if (item.redraw) return;
  seen.unobserve(item.plot);
  item.redraw = drawChart(item.plot, item.chart, pickFrom(item.chart));
  if (item.chart.live && store.rows.length !== store.length) item.redraw(recount(item.chart));
}
for (const item of charts) { item.plot.style.height = item.chart.height + "px"; seen.observe(item.plot); }
window.addEventListener("beforeprint", () => charts.forEach(show));
window.addEventListener("beforeprint", () => {
  // The table is as wide as the window: on paper (A4 less its margins, in CSS pixels) it shrinks to fit.
  const wide = document.querySelector("#grid .tabulator-table");
  if (wide) document.documentElement.style.setProperty("--print-zoom", Math.min(1, 700 / wide.scrollWidth));
});
let redrawing = 0;
function redrawCharts() {
  const all = store.rows.length === store.length;
  for (const c of charts) if (c.chart.live) c.caption.textContent = all ? c.note : `当前筛选的 ${store.rows.length.toLocaleString("zh-CN")} 条；所列名称按全部数据选取。`;
  clearTimeout(redrawing);
  redrawing = setTimeout(() => charts.forEach((c) => { if (c.redraw && c.chart.live) c.redraw(recount(c.chart)); }), 120);
}
