// How the signature looks: typed in a hand, drawn, or a picture. Typing is the way without scripts and with a keyboard.
import { tell } from "./told.js";

const MOST_BYTES = 2_000_000;
let pad = null;

export function mountLook() {
  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-typed]")) writeInk(target.value);
    if (target.name === "face") showFace();
    if (target.name === "how") showWay();
    if (target.matches("[data-picture]")) showPicture(target);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-clear]")) change(() => pad.clear());
    if (target.closest("[data-undo]")) change(() => pad.fromData(pad.toData().slice(0, -1)));
  });
  document.addEventListener("panel", refresh);
  addEventListener("resize", () => (writeInk(), fit()));
  refresh();
}

function refresh() {
  document.querySelectorAll("[data-ways]").forEach((each) => (each.hidden = false));
  pad = null;
  showFace();
  showWay();
  document.fonts?.ready.then(() => writeInk());
}

// A long name is written smaller rather than cut off.
function writeInk(name) {
  const ink = document.querySelector("[data-ink]");
  if (!ink) return;
  if (name !== undefined) ink.textContent = name;
  ink.style.fontSize = "";
  if (!ink.clientWidth) return;
  const whole = parseFloat(getComputedStyle(ink).fontSize);
  const share = ink.clientWidth / ink.scrollWidth;
  if (share < 1) ink.style.fontSize = `${Math.max(14, Math.floor(whole * share))}px`;
}

function chosen(name) {
  return document.querySelector(`#answer [name=${name}]:checked`)?.value;
}

function showFace() {
  const ink = document.querySelector("#answer [data-ink]");
  if (!ink) return;
  ink.className = `face-${chosen("face") ?? "marck-script"}`;
  document.fonts?.ready.then(() => writeInk());
}

function showWay() {
  const way = chosen("how");
  document.querySelectorAll("[data-way]").forEach((each) => (each.hidden = each.dataset.way !== way));
  if (way === "drawn") mountPad();
  if (way === "typed") writeInk();
}

async function mountPad() {
  const canvas = document.querySelector("[data-pad]");
  if (!canvas || pad) return fit();
  await import("../vendor/signature_pad.min.js");
  pad = new globalThis.SignaturePad(canvas, { penColor: ink(canvas), minWidth: 0.8, maxWidth: 2.6 });
  pad.addEventListener("endStroke", keepStrokes);
  fit(kept());
}

function ink(canvas) {
  return getComputedStyle(canvas).color;
}

// The canvas is as fine as the screen; what was drawn stays where it was, in proportion.
function fit(strokes = pad && packed()) {
  const canvas = document.querySelector("[data-pad]");
  if (!pad || !canvas?.offsetWidth) return;
  const sharp = Math.max(devicePixelRatio || 1, 1);
  canvas.width = canvas.offsetWidth * sharp;
  canvas.height = canvas.offsetHeight * sharp;
  canvas.getContext("2d").scale(sharp, sharp);
  pad.clear();
  if (!strokes) return;
  const by = Math.min(canvas.offsetWidth / strokes.width, canvas.offsetHeight / strokes.height);
  const { penColor, minWidth, maxWidth, dotSize, velocityFilterWeight, compositeOperation } = pad;
  const pen = { penColor, minWidth, maxWidth, dotSize, velocityFilterWeight, compositeOperation };
  pad.fromData(strokes.strokes.map((points) => ({
    ...pen,
    points: points.map(([x, y, pressure = 0.5], at) => ({ x: x * by, y: y * by, pressure, time: at * 16 })),
  })));
}

function packed() {
  const strokes = pad.toData().map(({ points }) => points.map(({ x, y, pressure }) => [tenth(x), tenth(y), tenth(pressure || 0.5)]));
  return strokes.length ? { width: pad.canvas.offsetWidth, height: pad.canvas.offsetHeight, strokes } : null;
}

function tenth(number) {
  return Math.round(number * 10) / 10;
}

function kept() {
  try {
    return JSON.parse(document.querySelector("[name=strokes]").value);
  } catch {
    return null;
  }
}

function change(act) {
  if (!pad) return;
  act();
  keepStrokes();
}

function keepStrokes() {
  const field = document.querySelector("[name=strokes]");
  const strokes = packed();
  field.value = strokes ? JSON.stringify(strokes) : "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function showPicture(input) {
  const [file] = input.files;
  const image = document.querySelector("[data-picture-shown]");
  if (file && file.size > MOST_BYTES) {
    tell(input.form, input.dataset.tooLarge);
    input.value = "";
  }
  image.hidden = !input.files.length;
  if (image.src) URL.revokeObjectURL(image.src);
  if (input.files.length) image.src = URL.createObjectURL(file);
}
