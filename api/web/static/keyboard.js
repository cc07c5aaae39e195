// Keys: «/» searches, j and k walk through a list, letters press the buttons that name them.
export function mountKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (act(event.key)) event.preventDefault();
  });
}

function isTyping(element) {
  return element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function act(key) {
  if (key === "/") return focus(document.querySelector("[data-search]"));
  if (key === "j" || key === "о") return step(1); // the same key in the Russian layout
  if (key === "k" || key === "л") return step(-1);
  const latin = { ф: "a", к: "r", ч: "x" }[key] ?? key;
  const button = document.querySelector(`[data-key="${CSS.escape(latin)}"]`);
  button?.click();
  return Boolean(button);
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-list] [data-row]")];
  if (!rows.length) return false;
  const focused = rows.indexOf(document.activeElement);
  const present = focused >= 0 ? focused : rows.findIndex((row) => row.ariaCurrent === "true");
  const next = present < 0 ? (by > 0 ? 0 : rows.length - 1) : present + by;
  return focus(rows[Math.max(0, Math.min(rows.length - 1, next))]);
}

function focus(element) {
  element?.focus();
  element?.scrollIntoView({ block: "nearest" });
  if (element instanceof HTMLInputElement) element.select();
  return Boolean(element);
}
