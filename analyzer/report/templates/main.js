/* Filters change the store, the store changes everything else. */
function tiles() {
  const articles = new Set(), modality = column("modality");
  let strong = 0, banned = 0;
  for (const row of store.rows) {
    articles.add(cell("article_id", row));
    if (cell("strength", row) >= 4) strong++;
    if (modality.get(row) === "prohibition") banned++;
  }
  const n = store.rows.length, share = (k) => (n ? `${Math.round((100 * k) / n)}%` : "–");
  const show = (id, value) => { $(id).textContent = value; };
  show("tile-directives", n.toLocaleString("zh-CN"));
  show("tile-articles", articles.size.toLocaleString("zh-CN"));
  show("tile-strong", share(strong));
  show("tile-banned", share(banned));
}
function update() {
  const began = performance.now();
  store.refresh();
  $("count").textContent = store.rows.length.toLocaleString("zh-CN");
  chips();
  for (const box of facetBoxes) box.fill();
  tiles();
  if (ready) grid.setPage(1);
  redrawCharts();
  document.documentElement.dataset.updated = String(performance.now() - began);
}
let ready = false;
grid.on("tableBuilt", () => { ready = true; grid.setPage(1); });
grid.on("dataProcessed", () => { document.documentElement.dataset.ready = "true"; });
store.refresh();
update();
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input, textarea, select") && !$("detail").open) { event.preventDefault(); $("search").focus(); $("search").select(); }
  if (event.key === "Escape" && !$("detail").open) {
    const open = facetBoxes.find((box) => box.open);
    if (open) { open.open = false; open.querySelector("summary").focus(); } else if (event.target === $("search")) $("search").blur();
  }
});
