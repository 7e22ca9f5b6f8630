/* The table: Tabulator shows one page of the store's rows at a time, so that it never holds more. */
const labelOf = (name) => (setup.columns.find((c) => c.name === name) || { label: name }).label;
const text = (name) => (shown) => make("span", {}, String(shown.getValue() ?? ""));
const SHORT = 12;   /* characters of a timing that fit into the column */
const formatters = {
  deadline: (shown) => {   /* a date, and how often or in what time: few directives have both */
    const row = shown.getData().row, words = has("timing_words") ? cell("timing_words", row) : "";
    return make("span", { title: words }, [shown.getValue(), words.length > SHORT ? cell("terms", row) : words].filter(Boolean).join(" · "));
  },
  modality: (shown) => make("span", { class: "tag " + shown.getValue() }, own(setup.labels.modality, shown.getValue()) || shown.getValue()),
  strength: (shown) => make("span", { class: "strength s" + shown.getValue(), title: `力度 ${shown.getValue()}（1 最弱，5 最强）` }, String(shown.getValue())),
};
const WIDTHS = { date: 94, modality: 66, strength: 68, text: 220, title: 150, addressee: 110, authority: 110, action: 78, object: 140, ministries: 108, regions: 88, sectors: 94, deadline: 92 };

const grid = new Tabulator("#grid", {
  layout: "fitColumns", responsiveLayout: "hide", height: false, index: "row",
  pagination: true, paginationMode: "remote", paginationSize: 25, paginationSizeSelector: [25, 50, 100, 200], paginationButtonCount: 5,
  sortMode: "remote", headerSortTristate: true, ajaxURL: "rows",
  ajaxRequestFunc: (_, __, params) => {
    const sort = (params.sort || [])[0];
    const field = sort ? sort.field : null, dir = sort ? sort.dir : "asc";
    if (field !== store.order.field || dir !== store.order.dir) {
      store.order = { field, dir };
      if (field) store.sort(); else store.refresh();
    }
    const size = params.size, from = (params.page - 1) * size;
    const data = store.rows.slice(from, from + size).map((row, n) => Object.fromEntries([["row", row], ["place", from + n], ...setup.shown.map((name) => [name, cell(name, row)])]));
    return Promise.resolve({ last_page: Math.max(1, Math.ceil(store.rows.length / size)), last_row: store.rows.length, data });
  },
  columns: setup.shown.map((name, priority) => ({
    title: labelOf(name), field: name, minWidth: name === "text" ? 190 : WIDTHS[name] || 100, widthGrow: (WIDTHS[name] || 100) / 100, formatter: formatters[name] || text(name),
    responsive: name === "text" ? 0 : name === "modality" || name === "strength" ? 1 : priority + 2, headerSortStartingDir: name === "strength" || name === "date" ? "desc" : "asc",
  })),
  rowFormatter: (row) => {
    const element = row.getElement();
    element.tabIndex = 0;
    element.setAttribute("aria-label", `打开：${row.getData().text}`);
  },
  locale: "zh",
  langs: { zh: {
    data: { loading: "载入中", error: "出错" },
    pagination: { page_size: "每页", page_title: "显示第几页", first: "首页", first_title: "首页", last: "末页", last_title: "末页", prev: "上页", prev_title: "上一页", next: "下页", next_title: "下一页", all: "全部" },
  } },
  placeholder: "没有符合条件的指令",
});
grid.on("rowClick", (event, row) => { if (!String(window.getSelection())) openRow(row.getData().place); });
$("grid").addEventListener("keydown", (event) => {
  const element = event.target.closest(".tabulator-row");
  if (!element || event.target !== element) return;
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (step) { event.preventDefault(); if (element[step]) element[step].focus(); }
  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); const row = grid.getRows().find((r) => r.getElement() === element); if (row) openRow(row.getData().place); }
});
