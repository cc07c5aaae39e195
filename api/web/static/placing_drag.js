// Dragging fields by mouse and finger.
import { POINTS, paperAt, sheetUnder, sizeOn } from "./placing_sheets.js";

const FAR = 6; // pixels after which a press is a drag

/** Move the box of a row, or size it by its grip, while the pointer is down. */
export function dragBox(placing, event, row, sizing) {
  if (event.button) return;
  event.preventDefault();
  const box = placing.boxes.get(row);
  box.focus({ preventScroll: true });
  box.setPointerCapture(event.pointerId);
  const [x, y] = [event.clientX, event.clientY];
  const was = Object.fromEntries(["left", "top", "width", "height"].map((part) => [part, placing.figure(row, part)]));
  const grabbed = paperAt(x, y, placing.sheetOf(row));
  const move = (to) => {
    const scale = placing.sheetOf(row).scale * POINTS;
    if (sizing) {
      placing.put(row, { width: was.width + (to.clientX - x) / scale, height: was.height + (to.clientY - y) / scale });
      return;
    }
    const sheet = sheetUnder(placing.sheets, to.clientX, to.clientY) ?? placing.sheetOf(row);
    const at = paperAt(to.clientX, to.clientY, sheet);
    placing.put(row, { page: sheet.number, left: at.left - (grabbed.left - was.left), top: at.top - (grabbed.top - was.top) });
  };
  const end = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    placing.note();
  };
  // On the window: a box that goes over to another page leaves the document for a moment.
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

/** Take a new field from the palette to where it is dropped. */
export function dragFromPalette(placing, event, button) {
  if (event.button || event.pointerType === "touch") return; // a finger scrolls the palette, and taps
  const [x, y] = [event.clientX, event.clientY];
  let ghost = null;
  const move = (to) => {
    if (!ghost && Math.hypot(to.clientX - x, to.clientY - y) < FAR) return;
    ghost ??= ghostOf(placing, button);
    ghost.style.left = `${to.clientX - ghost.offsetWidth / 2}px`;
    ghost.style.top = `${to.clientY - ghost.offsetHeight / 2}px`;
  };
  const end = (to) => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    if (!ghost) return;
    ghost.remove();
    placing.dragged = true; // the click that follows is none
    setTimeout(() => (placing.dragged = false));
    const sheet = to.type === "pointerup" ? sheetUnder(placing.sheets, to.clientX, to.clientY) : null;
    if (!sheet) return;
    const at = paperAt(to.clientX, to.clientY, sheet);
    const [width, height] = sizeOn(sheet, button);
    placing.add(button.dataset.palette, { page: sheet.number, left: at.left - width / 2, top: at.top - height / 2, width, height });
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

function ghostOf(placing, button) {
  const ghost = document.createElement("div");
  ghost.className = "place place-ghost";
  ghost.dataset.party = placing.form.querySelector("[name=palette-party]:checked").value;
  ghost.textContent = button.textContent;
  const [first] = placing.sheets;
  const [width, height] = sizeOn(first, button).map((side) => side * first.scale * POINTS);
  Object.assign(ghost.style, { width: `${width}px`, height: `${height}px` });
  document.body.append(ghost);
  return ghost;
}
