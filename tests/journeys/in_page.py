"""What is asked of a page in the page itself."""

INK = """async (canvas) => {
  const context = canvas.getContext("2d");
  const end = performance.now() + 60000;
  for (;;) {
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] > 0 && data[at] + data[at + 1] + data[at + 2] < 600) ink += 1;
    }
    if (ink > 200 || performance.now() > end) return ink;
    await new Promise((again) => setTimeout(again, 50));
  }
}"""

FOCUSED_NAME = """() => {
  const focused = document.activeElement;
  const labels = [...(focused.labels ?? [])].map((each) => each.innerText);
  // A page or a part that scrolls holds everybody's words and is called by none of them.
  const own = focused.matches("a, button, summary, input, [role=button]") ? focused.innerText : "";
  return [focused.ariaLabel ?? "", own ?? "", ...labels].join(" ");
}"""

FOCUS_IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return outlined || style.boxShadow !== "none";
}"""

IS_CALM = """async () => {
  scrollTo(0, 0); // what a sticky header covers is not out of reach
  const changes = () => document.getAnimations().some((each) => each instanceof CSSTransition);
  for (let calm = 0; calm < 2; calm = changes() ? 0 : calm + 1) await new Promise(requestAnimationFrame);
}"""

KEEP_PAPERS = """() => {
  for (const each of document.querySelectorAll(".viewer")) if (each.viewer) each.viewer.draw = async () => {};
}"""

DRAW_PAPERS = """() => {
  for (const each of document.querySelectorAll(".viewer")) if (each.viewer) delete each.viewer.draw;
}"""
