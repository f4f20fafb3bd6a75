/** Jupyter counts characters of a cell by Unicode code points, JavaScript by UTF-16 units. From the former to the latter. */
export function toUnits(text: string, points: number): number {
  let units = 0;
  for (let seen = 0; seen < points && units < text.length; seen++) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/** From UTF-16 units to code points. */
export function toPoints(text: string, units: number): number {
  return Array.from(text.slice(0, units)).length;
}
