// Where a point of the window lies on the pages.
export const POINTS = 72 / 25.4; // in a millimetre

/** Return the sheet under a point of the window, if there is one. */
export function sheetUnder(sheets, x, y) {
  return sheets.find(({ paper }) => {
    const box = paper.getBoundingClientRect();
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  });
}

/** Return a point of the window as millimetres from the upper left corner of a sheet. */
export function paperAt(x, y, sheet) {
  const box = sheet.paper.getBoundingClientRect();
  const scale = sheet.scale * POINTS;
  return { left: (x - box.left) / scale, top: (y - box.top) / scale };
}

const LARGE = 842; // the shorter side of A3, in points

/** Return width and height of a new field in millimetres: on a plan or a banner it grows with the sheet, to be seen. */
export function sizeOn(sheet, { dataset }) {
  const larger = Math.max(1, Math.min(sheet.width, sheet.height) / LARGE);
  return [Number(dataset.width) * larger, Number(dataset.height) * larger];
}
