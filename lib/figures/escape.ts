const LONGEST = 80;

/**
 * A string from data as Plotly text. Plotly reads `<b>`, `<a href>` and entities in titles, ticks and hover
 * texts, so `&`, `<` and `>` are escaped. Line breaks become spaces, so that one title is one line, and what is longer
 * than 80 characters ends in an ellipsis, so that a hover label fits a phone.
 */
export function escapeText(text: string): string {
  // Controls, line separators and bidirectional marks would break or turn the line they stand in.
  const line = text.replace(/[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
  const characters = Array.from(line);
  const short = characters.length > LONGEST ? characters.slice(0, LONGEST - 1).join("") + "…" : line;
  return short.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** The same for text inside a hover template, where `%{name}` would be filled in. */
export function escapeTemplate(text: string): string {
  return escapeText(text).replace(/%\{/g, "%&#123;");
}
