/** Text on one line: a line break, a tab or another control character would end a row or turn its direction. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
}
