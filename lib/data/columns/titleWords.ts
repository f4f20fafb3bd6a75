const word = /[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu;

/** Words of a title in small letters: letters and digits of any script, apostrophes inside a word kept. */
export function titleWords(title: string): readonly string[] {
  return title.normalize("NFC").toLowerCase().match(word) ?? [];
}
