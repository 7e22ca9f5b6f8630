/* One directive: its fields, and its article with the clause marked where it stands. */
let place = -1, opener = null;
const FIELDS = setup.columns.filter((c) => !c.derived).map((c) => c.name).filter((n) => !["article_id", "directive_id", "title", "date", "text", "evidence", "start", "end", "paragraph", "sentence"].includes(n));

function articleText(id) {
  const number = own(setup.texts, id);
  return number === undefined ? null : JSON.parse($("text-" + number).textContent);
}
/* Offsets count code points; a string of this language counts the rare characters beyond U+FFFF as two. */
const slicer = (raw) => { if (!/[\ud800-\udfff]/.test(raw)) return (a, b) => raw.slice(a, b); const points = Array.from(raw); return (a, b) => points.slice(a, b).join(""); };

let byArticle = null;
function rowsOf(row) {
  if (!byArticle) {
    byArticle = new Map();
    for (let r = 0; r < store.length; r++) { const id = cell("article_id", r); if (!byArticle.has(id)) byArticle.set(id, []); byArticle.get(id).push(r); }
  }
  return byArticle.get(cell("article_id", row)).slice().sort((a, b) => cell("start", a) - cell("start", b));
}

function passage(row) {
  const raw = articleText(cell("article_id", row));
  if (raw === null) {
    return [make("p", { class: "told" }, setup.told), make("div", { class: "article" }, make("mark", { class: "here " + cell("modality", row) }, String(cell("evidence", row))))];
  }
  const cut = slicer(raw), out = [];
  let at = 0;
  for (const other of rowsOf(row)) {
    const start = cell("start", other), end = cell("end", other);
    if (start < at) continue;
    out.push(cut(at, start), make("mark", { class: (other === row ? "here " : "") + cell("modality", other), title: `${own(setup.labels.modality, cell("modality", other))} · 力度 ${cell("strength", other)}` }, cut(start, end)));
    at = end;
  }
  if (!out.some((e) => e.className && e.className.startsWith("here"))) {   /* it lies within another one */
    const start = cell("start", row), end = cell("end", row);
    out.splice(0, out.length, cut(0, start), make("mark", { class: "here " + cell("modality", row) }, cut(start, end)));
    at = end;
  }
  out.push(cut(at, Infinity));
  return [make("div", { class: "article", tabIndex: 0, "aria-label": "文章原文" }, ...out)];
}

function openRow(number) {
  if (number < 0 || number >= store.rows.length) return;
  place = number;
  const row = store.rows[number];
  $("detail-title").textContent = cell("title", row) || cell("article_id", row);
  $("detail-place").textContent = `${number + 1} / ${store.rows.length}`;
  $("previous").disabled = number === 0;
  $("next").disabled = number === store.rows.length - 1;
  const about = [cell("date", row), has("issuers") ? cell("issuers", row) : "", cell("article_id", row)].filter(Boolean).join(" · ");
  const shown = FIELDS.filter((name) => String(cell(name, row)) !== "");
  const label = (name) => { const value = String(cell(name, row)); return own(own(setup.labels, name), value) || value; };
  const raw = String(cell("evidence", row)), mended = String(cell("text", row));
  $("fields").replaceChildren(
    make("p", { class: "about" }, about), make("p", { class: "clause" }, mended),
    raw === mended ? null : make("p", { class: "raw" }, make("b", {}, "原文："), raw),
    make("p", { class: "offsets" }, `原文第 ${cell("start", row)}–${cell("end", row)} 字`),
    make("dl", {}, ...shown.flatMap((name) => [make("dt", {}, labelOf(name)), make("dd", {}, label(name))])));
  [...$("fields").childNodes].filter((n) => n.nodeType === 3).forEach((n) => n.remove());
  $("passage").replaceChildren(...passage(row));
  const dialog = $("detail");
  if (!dialog.open) { opener = document.activeElement; dialog.showModal(); }
  const mark = dialog.querySelector("mark.here");
  if (mark) mark.scrollIntoView({ block: "center" });
}
$("previous").addEventListener("click", () => openRow(place - 1));
$("next").addEventListener("click", () => openRow(place + 1));
$("close").addEventListener("click", () => $("detail").close());
$("detail").addEventListener("click", (event) => { if (event.target === $("detail")) $("detail").close(); });
$("detail").addEventListener("keydown", (event) => {
  if (event.target.matches("input")) return;
  if (event.key === "ArrowRight" || event.key === "j") openRow(place + 1);
  if (event.key === "ArrowLeft" || event.key === "k") openRow(place - 1);
});
$("detail").addEventListener("close", () => { if (opener && opener.isConnected) opener.focus(); });
