// Two fingers on the document make its pages larger, and crisp; one finger scrolls as ever.
export function mountPinch(element) {
  const pages = element.querySelector(".pages");
  let from = null;
  pages.addEventListener("touchstart", (event) => {
    if (event.touches.length === 2) from = { apart: apart(event.touches), zoom: element.viewer.zoom, by: 1 };
  }, { passive: true });
  pages.addEventListener("touchmove", (event) => {
    if (!from || event.touches.length !== 2) return;
    event.preventDefault(); // or the whole page would grow, with its buttons
    from.by = apart(event.touches) / from.apart;
    pages.style.transform = `scale(${from.by})`;
  }, { passive: false });
  for (const kind of ["touchend", "touchcancel"]) {
    pages.addEventListener(kind, () => {
      if (!from) return;
      pages.style.transform = "";
      element.viewer.setZoom(from.zoom * from.by);
      from = null;
    });
  }
}

function apart([one, other]) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}
