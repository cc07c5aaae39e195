// Shows a PDF as pages on paper: each is drawn when it comes near, crisp on any screen, with text to select.
const BORDER = "600px";
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/**
 * Show the PDF at `url` inside `element`; words come from the element's data (page, loading, failed, zoomIn, zoomOut).
 * Resolves to the number of pages, 0 when the file could not be shown.
 */
export async function mountViewer(element, url) {
  element.classList.add("viewer");
  element.setAttribute("aria-busy", "true");
  try {
    const pdfjs = await import("./vendor/pdf.min.mjs");
    pdfjs.GlobalWorkerOptions.workerSrc = new URL("./vendor/pdf.worker.min.mjs", import.meta.url).href;
    const file = await pdfjs.getDocument({ url, isEvalSupported: false, useWasm: false }).promise;
    await new Viewer(element, pdfjs, file).build();
    return file.numPages;
  } catch (error) {
    console.warn("viewer:", error);
    element.replaceChildren(fallback(element.dataset.failed ?? "", url));
    return 0;
  } finally {
    element.removeAttribute("aria-busy");
  }
}

class Viewer {
  constructor(element, pdfjs, file) {
    Object.assign(this, { element, pdfjs, file, zoom: 1, sheets: [] });
    this.pages = document.createElement("div");
    this.pages.className = "pages";
    this.pages.tabIndex = 0;
    this.pages.setAttribute("role", "region");
    this.pages.setAttribute("aria-label", element.dataset.page ?? "PDF");
    this.near = new IntersectionObserver((seen) => this.onSeen(seen), { root: null, rootMargin: BORDER });
    this.width = 0;
  }

  async build() {
    const first = await this.file.getPage(1);
    const { width, height } = first.getViewport({ scale: 1 });
    for (let number = 1; number <= this.file.numPages; number += 1) this.sheets.push(this.sheet(number, width, height));
    this.pages.append(...this.sheets.map((each) => each.paper));
    this.element.replaceChildren(this.bar(), this.pages);
    this.layOut();
    new ResizeObserver(() => this.onResize()).observe(this.element);
  }

  sheet(number, width, height) {
    const paper = document.createElement("div");
    paper.className = "paper";
    paper.setAttribute("role", "group");
    paper.setAttribute("aria-label", `${this.element.dataset.page ?? ""} ${number} / ${this.file.numPages}`);
    const sheet = { number, paper, width, height, drawn: 0 };
    paper.sheet = sheet;
    return sheet;
  }

  bar() {
    const bar = document.createElement("div");
    bar.className = "viewer-bar";
    this.place = document.createElement("span");
    this.place.className = "num";
    this.place.textContent = `1 / ${this.file.numPages}`;
    bar.append(this.button("−", this.element.dataset.zoomOut, -1), this.place, this.button("+", this.element.dataset.zoomIn, 1));
    return bar;
  }

  button(sign, words, by) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn-icon";
    button.textContent = sign;
    button.setAttribute("aria-label", words ?? sign);
    button.addEventListener("click", () => this.changeZoom(by));
    return button;
  }

  changeZoom(by) {
    const at = ZOOMS.indexOf(this.zoom) + by;
    this.zoom = ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, at))];
    this.layOut();
  }

  onResize() {
    if (Math.abs(this.element.clientWidth - this.width) > 4) this.layOut();
  }

  layOut() {
    this.width = this.element.clientWidth;
    const room = Math.max(200, Math.min(this.width - 24, 900)) * this.zoom;
    for (const sheet of this.sheets) {
      sheet.scale = room / sheet.width;
      sheet.paper.style.width = `${room}px`;
      sheet.paper.style.height = `${sheet.height * sheet.scale}px`;
      this.near.unobserve(sheet.paper);
      this.near.observe(sheet.paper);
    }
  }

  onSeen(seen) {
    for (const entry of seen) {
      if (!entry.isIntersecting) continue;
      this.draw(entry.target.sheet).catch((error) => console.warn("viewer:", error));
    }
    const top = this.sheets.findLast((each) => each.paper.getBoundingClientRect().top < innerHeight / 2);
    if (top) this.place.textContent = `${top.number} / ${this.file.numPages}`;
  }

  async draw(sheet) {
    if (sheet.drawn === sheet.scale) return;
    sheet.drawn = sheet.scale;
    const page = await this.file.getPage(sheet.number);
    const viewport = page.getViewport({ scale: sheet.scale });
    const sharp = Math.min(devicePixelRatio || 1, 3);
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width * sharp);
    canvas.height = Math.floor(viewport.height * sharp);
    canvas.setAttribute("aria-hidden", "true");
    const transform = sharp === 1 ? undefined : [sharp, 0, 0, sharp, 0, 0];
    await page.render({ canvas, viewport, transform }).promise;
    sheet.paper.replaceChildren(canvas, await this.text(page, viewport, sheet));
  }

  async text(page, viewport, sheet) {
    const container = document.createElement("div");
    container.className = "textLayer";
    container.style.setProperty("--total-scale-factor", String(sheet.scale));
    container.style.setProperty("--scale-round-x", "1px");
    container.style.setProperty("--scale-round-y", "1px");
    await new this.pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container, viewport }).render();
    return container;
  }
}

function fallback(words, url) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = words || url;
  const note = document.createElement("p");
  note.className = "viewer-failed";
  note.append(link);
  return note;
}
