// Keys: «/» searches, j and k walk through a list, letters press the buttons that name them, «?» tells them.
import { complaint } from "./forms.js";

// What stands on the same key in the Russian layout.
const LATIN = { ф: "a", с: "c", к: "r", ч: "x", в: "d", й: "q", о: "j", л: "k" };

export function mountKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (act(LATIN[event.key] ?? event.key)) event.preventDefault();
  });
  document.getElementById("confirm-verdict")?.addEventListener("close", ({ target }) => {
    if (target.returnValue === "yes") target.button.form.requestSubmit(target.button);
  });
}

function isTyping(element) {
  return element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function act(key) {
  if (key === "/") return focus(document.querySelector("[data-search]"));
  if (key === "j") return step(1);
  if (key === "k") return step(-1);
  if (key === "?") return Boolean(document.getElementById("shortcuts")?.showModal() ?? true);
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (button && "ask" in button.dataset && !complaint(button.form, button)) askFirst(button);
  else button?.click();
  return Boolean(button);
}

// A key is pressed by accident sooner than a button: a verdict by key is asked about once more.
function askFirst(button) {
  const dialog = document.getElementById("confirm-verdict");
  dialog.button = button;
  dialog.returnValue = "";
  dialog.querySelector("[data-confirm-title]").textContent = button.dataset.ask;
  dialog.showModal();
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
