/* The filters: one fold-out list for each facet, dates, search, and what is set at the moment. */
const $ = (id) => document.getElementById(id);
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((c) => c !== null && c !== undefined));   /* strings become text, never markup */
  return element;
}
const SHOWN = 200;
const valueLabel = (facet, value) => (value === "" ? "（无）" : own(facet.labels, value) || value);

function facetBox(facet) {
  const list = make("div", { class: "values" });
  const find = make("input", { type: "search", placeholder: "查找…", "aria-label": `在${facet.label}中查找` });
  const summary = make("summary", {}, facet.label, make("span", { class: "badge" }));
  const box = make("details", { class: "facet", name: "facet", "data-facet": facet.name }, summary, make("div", { class: "sheet" }, find, list));
  const fill = () => {
    const chosen = store.chosen[facet.name] || new Set();
    summary.querySelector(".badge").textContent = chosen.size ? String(chosen.size) : "";
    if (!box.open) return;
    const counts = store.counts[facet.name], wanted = find.value.trim().toLowerCase();
    let values = [...new Set([...chosen, ...counts.keys()])].filter((v) => !wanted || valueLabel(facet, v).toLowerCase().includes(wanted));
    values = facet.ordered ? values.sort().reverse() : values.sort((a, b) => (counts.get(b) || 0) - (counts.get(a) || 0) || (a < b ? -1 : 1));
    list.replaceChildren(...values.slice(0, SHOWN).map((value) => make("label", {},
      make("input", { type: "checkbox", value, checked: chosen.has(value), onchange: (event) => {
        const now = new Set(store.chosen[facet.name] || []);
        if (event.target.checked) now.add(value); else now.delete(value);
        store.setFacet(facet.name, now);
        update();
      } }),
      make("span", { class: "value" }, valueLabel(facet, value)), make("span", { class: "count" }, String(counts.get(value) || 0)))));
    if (values.length > SHOWN) list.append(make("p", { class: "more" }, `还有 ${values.length - SHOWN} 个，请输入名称查找`));
    if (!values.length) list.append(make("p", { class: "more" }, "没有"));
  };
  box.addEventListener("toggle", () => { if (box.open) { fill(); find.focus(); } });
  find.addEventListener("input", fill);
  box.fill = fill;
  return box;
}

const facetBoxes = setup.facets.map(facetBox);
$("facets").append(...facetBoxes);
document.addEventListener("click", (event) => { for (const box of facetBoxes) if (box.open && !box.contains(event.target)) box.open = false; });

function chips() {
  const all = [];
  for (const facet of setup.facets) for (const value of store.chosen[facet.name] || []) {
    all.push([`${facet.label}：${valueLabel(facet, value)}`, () => { const now = new Set(store.chosen[facet.name]); now.delete(value); store.setFacet(facet.name, now); }]);
  }
  if (store.query) all.push([`搜索：${store.query}`, () => { store.setQuery(""); $("search").value = ""; }]);
  if (store.since) all.push([`自 ${store.since}`, () => { $("since").value = ""; store.setDates("", store.until); }]);
  if (store.until) all.push([`至 ${store.until}`, () => { $("until").value = ""; store.setDates(store.since, ""); }]);
  if (store.unrepeated) all.push(["不含重复", () => { $("unrepeated").checked = false; store.setUnrepeated(false); }]);
  $("chips").replaceChildren(...all.map(([text, undo]) => make("button", { type: "button", class: "chip", title: "去掉这个条件", onclick: () => { undo(); update(); } }, text, make("span", { "aria-hidden": "true" }, " ×"))));
  $("clear").hidden = !all.length;
}

let waiting = 0;
$("search").addEventListener("input", (event) => { clearTimeout(waiting); waiting = setTimeout(() => { store.setQuery(event.target.value.trim()); update(); }, 150); });
for (const id of ["since", "until"]) $(id).addEventListener("change", () => { store.setDates($("since").value, $("until").value); update(); });
$("unrepeated").addEventListener("change", (event) => { store.setUnrepeated(event.target.checked); update(); });
$("clear").addEventListener("click", () => {
  store.clear();
  for (const id of ["search", "since", "until"]) $(id).value = "";
  $("unrepeated").checked = false;
  update();
});
