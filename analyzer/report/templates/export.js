/* The filtered rows as a CSV file: all columns, byte-order mark, and no cell that a spreadsheet would run. */
const RISKY = /^[=+\-@\t\r\n＝＋－＠]/;
function csvCell(value) {
  if (typeof value === "number") return String(value);
  const text = RISKY.test(value) ? "'" + value : value;
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}
function csvOf(rows) {
  const names = setup.columns.filter((c) => !c.derived).map((c) => c.name);
  const lines = [names.join(",")];
  for (const row of rows) lines.push(names.map((name) => csvCell(cell(name, row))).join(","));
  return "\ufeff" + lines.join("\r\n") + "\r\n";
}
$("export").addEventListener("click", () => {
  const url = URL.createObjectURL(new Blob([csvOf(store.rows)], { type: "text/csv;charset=utf-8" }));
  const link = make("a", { href: url, download: "directives-filtered.csv" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
});
