import { displayable, type Displayable } from "./displayable";

/** Characters that Markdown or HTML would read as markup. */
const markup = /[\\`*_{}[\]()#+\-.!|<>&~$]/g;

/** A string from data, made safe to stand inside Markdown: every character shows as itself. */
export function escapeMarkdown(text: string): string {
  return text.replace(markup, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Text with computed values in it, shown as Markdown: lt.markdown`The tail gets **${percent}** of ...`.
 * Values are escaped; the template's own text is Markdown.
 */
export function markdown(text: TemplateStringsArray, ...values: readonly (string | number)[]): Displayable {
  const filled = text.reduce(
    (sentence, part, index) =>
      sentence + part + (index < values.length ? escapeMarkdown(String(values[index])) : ""),
    "",
  );
  return displayable({ "text/markdown": filled, "text/plain": filled });
}
