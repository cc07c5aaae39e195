// Fields on the pages of a PDF: dragged from a palette, moved and sized by mouse, finger or keys. The rows of the
// form are what is true and what is sent; a box on the page only shows its row.
import { dragBox, dragFromPalette } from "./placing_drag.js";
import { POINTS, paperAt, sizeOn } from "./placing_sheets.js";
import { mountViewer } from "./viewer.js";

const STEP = 1;
const GAP = 3; // between a field and the next one
const LEAST = { signature: [21.2, 7.1], stamp: [10.6, 10.6] };
const LEAST_OF_ANY = [2.9, 2.9];
const MOST_UNDO = 100;

export async function mountPlacing() {
  const form = document.querySelector("[data-placing]");
  const viewer = form.querySelector("[data-placing-viewer]");
  document.body.classList.add("scripted");
  if (await mountViewer(viewer, viewer.dataset.placingViewer)) new Placing(form, viewer).start();
}

class Placing {
  constructor(form, viewer) {
    Object.assign(this, { form, viewer, sheets: viewer.viewer.sheets, boxes: new Map(), past: [], count: 0, chosen: null, sent: false });
    this.rows = form.querySelector("[data-place-rows]");
    this.undoButton = form.querySelector("[data-place-undo]");
  }

  start() {
    for (const row of this.rows.children) this.show(row);
    this.kept = this.written();
    this.now = this.kept;
    this.form.addEventListener("click", (event) => this.onClick(event));
    this.form.addEventListener("input", (event) => this.onInput(event));
    this.form.addEventListener("change", () => this.note());
    this.form.addEventListener("keydown", (event) => this.onKey(event));
    this.form.addEventListener("submit", () => (this.sent = true));
    for (const each of this.form.querySelectorAll("[data-palette]")) {
      each.addEventListener("pointerdown", (event) => dragFromPalette(this, event, each));
    }
    addEventListener("beforeunload", (event) => {
      if (!this.sent && this.now !== this.kept) event.preventDefault();
    });
    this.viewer.addEventListener("sheet", () => this.boxes.forEach((box, row) => this.lay(row)));
    this.tell();
  }

  // What a row says.
  of(row, part) {
    return row.querySelector(`[data-of=${part}]`);
  }

  figure(row, part) {
    return Number.parseFloat(this.of(row, part).value.replace(",", ".")) || 0;
  }

  sheetOf(row) {
    return this.sheets[Math.min(Math.max(Math.trunc(this.figure(row, "page")), 1), this.sheets.length) - 1];
  }

  put(row, place) {
    const sheet = this.sheets[(place.page ?? this.figure(row, "page")) - 1] ?? this.sheets[0];
    const least = LEAST[row.dataset.kind] ?? LEAST_OF_ANY;
    const [wide, high] = [sheet.width / POINTS, sheet.height / POINTS];
    const width = Math.min(Math.max(place.width ?? this.figure(row, "width"), least[0]), wide);
    const height = Math.min(Math.max(place.height ?? this.figure(row, "height"), least[1]), high);
    const left = Math.min(Math.max(place.left ?? this.figure(row, "left"), 0), wide - width);
    const top = Math.min(Math.max(place.top ?? this.figure(row, "top"), 0), high - height);
    for (const [part, value] of Object.entries({ left, top, width, height })) this.of(row, part).value = value.toFixed(2);
    this.of(row, "page").value = sheet.number;
    this.lay(row);
  }

  // The box of a row on its page.
  show(row) {
    const box = document.createElement("div");
    box.className = "place";
    box.dataset.over = "";
    box.tabIndex = 0;
    box.setAttribute("role", "button");
    box.append(row.querySelector(".place-kind .icon").cloneNode(true), document.createElement("span"));
    const grip = document.createElement("i");
    grip.className = "place-grip";
    grip.title = this.form.dataset.resize;
    box.append(grip);
    box.addEventListener("pointerdown", (event) => dragBox(this, event, row, event.target === grip));
    box.addEventListener("focus", () => this.choose(row));
    this.boxes.set(row, box);
    this.lay(row);
    return box;
  }

  lay(row) {
    const [box, sheet] = [this.boxes.get(row), this.sheetOf(row)];
    if (!box) return;
    if (box.parentElement !== sheet.paper) sheet.paper.append(box);
    const share = (part, whole) => `${((this.figure(row, part) * POINTS) / whole) * 100}%`;
    Object.assign(box.style, {
      left: share("left", sheet.width),
      top: share("top", sheet.height),
      width: share("width", sheet.width),
      height: share("height", sheet.height),
    });
    const party = this.of(row, "party");
    box.dataset.party = party.value;
    const kind = row.querySelector(".place-kind strong").textContent;
    const label = this.of(row, "label").value.trim() || kind;
    const side = party.selectedOptions[0].textContent;
    box.querySelector("span").textContent = row.dataset.kind === "checkbox" ? "" : `${label} · ${side}`;
    box.title = `${label} · ${side}`;
    box.setAttribute("aria-label", `${kind}, ${side}, ${this.form.dataset.moved} ${sheet.number}`);
    row.querySelector("[data-said=page]").textContent = sheet.number;
  }

  choose(row) {
    for (const [each, box] of this.boxes) {
      each.classList.toggle("chosen", each === row);
      box.classList.toggle("chosen", each === row);
    }
    this.chosen = row;
    this.tell();
    if (this.wide()) row.scrollIntoView({ block: "nearest" });
  }

  // Tools and pages stand side by side; on a phone the rows are below.
  wide() {
    return matchMedia("(min-width: 62.01rem)").matches;
  }

  add(kind, place) {
    if (this.rows.children.length >= Number(this.form.dataset.most)) return;
    this.count += 1;
    const id = `n${Date.now()}${this.count}`;
    const row = this.form.querySelector(`[data-place-blank=${kind}]`).content.firstElementChild.cloneNode(true);
    for (const each of row.querySelectorAll("[name]")) {
      if (each.name === "row") each.value = id;
      else each.name = each.name.replace(/new$/, id);
    }
    this.of(row, "party").value = this.form.querySelector("[name=palette-party]:checked").value;
    this.rows.append(row);
    const box = this.show(row);
    this.put(row, place);
    this.note();
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest" });
  }

  drop(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    this.boxes.get(row).remove();
    this.boxes.delete(row);
    row.remove();
    if (this.chosen === row) this.chosen = null;
    this.say(this.form.dataset.gone);
    this.note();
    (next ? this.boxes.get(next) : this.form.querySelector("[data-palette]")).focus({ preventScroll: true });
  }

  // The middle of what is seen of the page that is in the middle of the window.
  middle() {
    const seen = this.viewer.getBoundingClientRect();
    const [top, bottom] = [Math.max(seen.top, 0), Math.min(seen.bottom, innerHeight)];
    const y = bottom > top ? (top + bottom) / 2 : seen.top + 80;
    const sheet = this.sheets.findLast(({ paper }) => paper.getBoundingClientRect().top < y) ?? this.sheets[0];
    const box = sheet.paper.getBoundingClientRect();
    return { sheet, ...paperAt(box.left + box.width / 2, Math.min(Math.max(y, box.top), box.bottom), sheet) };
  }

  onClick(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if ("palette" in button.dataset) {
      event.preventDefault();
      if (this.dragged) return;
      this.add(button.dataset.palette, this.next(button));
    }
    if ("placeDrop" in button.dataset) this.drop(button.closest("[data-place-row]") ?? this.chosen);
    if ("placeDetails" in button.dataset) {
      this.of(this.chosen, "label").focus();
      this.chosen.scrollIntoView({ block: "center" });
    }
    if ("placeUndo" in button.dataset) this.undo();
  }

  // A new field stands below the chosen one while that is seen, else in the middle of what is seen.
  next(button) {
    const { sheet, left, top } = this.middle();
    const [width, height] = sizeOn(sheet, button);
    const before = this.chosen && this.boxes.get(this.chosen)?.getBoundingClientRect();
    if (before && this.sheetOf(this.chosen) === sheet && before.bottom > 0 && before.bottom < innerHeight) {
      const below = this.figure(this.chosen, "top") + this.figure(this.chosen, "height") + GAP;
      if (below + height < sheet.height / POINTS) return { page: sheet.number, left: this.figure(this.chosen, "left"), top: below, width, height };
    }
    return { page: sheet.number, left: left - width / 2, top: top - height / 2, width, height };
  }

  onInput({ target }) {
    const row = target.closest("[data-place-row]");
    if (row) this.lay(row);
  }

  onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !event.target.matches("input, textarea")) {
      event.preventDefault();
      this.undo();
      return;
    }
    const row = [...this.boxes].find(([, box]) => box === event.target)?.[0];
    if (!row || event.ctrlKey || event.metaKey) return;
    const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (by) this.push(row, by, event.shiftKey);
    else if (event.key === "Delete" || event.key === "Backspace") this.drop(row);
    else if (event.key === "PageDown") this.put(row, { page: Math.min(this.sheetOf(row).number + 1, this.sheets.length) });
    else if (event.key === "PageUp") this.put(row, { page: Math.max(this.sheetOf(row).number - 1, 1) });
    else if (event.key === "Enter") this.of(row, "label").focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (this.boxes.has(row) && event.key !== "Enter") {
      this.boxes.get(row).focus({ preventScroll: true });
      this.boxes.get(row).scrollIntoView({ block: "nearest" });
      this.note();
    }
  }

  push(row, [across, down], sizing) {
    const parts = sizing ? ["width", "height"] : ["left", "top"];
    this.put(row, { [parts[0]]: this.figure(row, parts[0]) + across, [parts[1]]: this.figure(row, parts[1]) + down });
  }

  // Undo: the rows as they were written, step by step.
  written() {
    const parts = (row) => [...row.querySelectorAll("[name]")].map((each) => (each.type === "checkbox" ? each.checked : each.value));
    return JSON.stringify([...this.rows.children].map((row) => [row.dataset.kind, parts(row)]));
  }

  note() {
    const now = this.written();
    if (now !== this.now) this.past.push(this.now);
    this.past.splice(0, this.past.length - MOST_UNDO);
    this.now = now;
    this.tell();
  }

  undo() {
    if (!this.past.length) return;
    this.now = this.past.pop();
    for (const box of this.boxes.values()) box.remove();
    this.boxes.clear();
    this.chosen = null;
    this.rows.replaceChildren(...JSON.parse(this.now).map(([kind, values]) => this.row(kind, values)));
    for (const row of this.rows.children) this.show(row);
    this.say(this.form.dataset.back);
    this.tell();
  }

  row(kind, values) {
    const row = this.form.querySelector(`[data-place-blank=${kind}]`).content.firstElementChild.cloneNode(true);
    const id = values[0];
    [...row.querySelectorAll("[name]")].forEach((each, number) => {
      if (each.name !== "row") each.name = each.name.replace(/new$/, id);
      if (each.type === "checkbox") each.checked = values[number];
      else each.value = values[number];
    });
    return row;
  }

  tell() {
    const count = this.rows.children.length;
    this.form.querySelector("[data-place-count]").textContent = count;
    this.form.querySelector("[data-place-none]").hidden = count > 0;
    this.undoButton.disabled = !this.past.length;
    const bar = this.form.querySelector("[data-place-chosen]");
    bar.hidden = !this.chosen;
    if (this.chosen) bar.querySelector("[data-place-name]").textContent = this.boxes.get(this.chosen).title;
  }

  say(words) {
    this.form.querySelector("[data-place-said]").textContent = words;
  }
}
