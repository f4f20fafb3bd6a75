import { givenValue } from "./givenValue";

/** Years a source can mean; others are slips of the pen. */
export interface PlausibleYears {
  readonly from: number;
  readonly to: number;
}

/** Films: from the first ones on. */
export const filmYears: PlausibleYears = { from: 1880, to: 2100 };

/** Book-Crossing was collected in 2004: a later year of publication is a slip, and so is one before printing was common. */
export const bookYears: PlausibleYears = { from: 1800, to: 2005 };

/** A year such as "1995", or the year at the end of a date such as "01-Jan-1995"; null for a missing or absurd one. */
export function year(text: string | null, plausible: PlausibleYears): string | null {
  const digits = /(?:^|\D)(\d{4})$/.exec(givenValue(text) ?? "")?.[1];
  const number = Number(digits ?? Number.NaN);
  return number >= plausible.from && number <= plausible.to ? String(number) : null;
}

const yearInTitle = /\s*\((\d{4})\)(?!.*\(\d{4}\))/;

/** The year that a MovieLens title carries at its end, as in "Toy Story (1995)". */
export function yearOfTitle(title: string): string | null {
  return year(yearInTitle.exec(title)?.[1] ?? null, filmYears);
}

/** A MovieLens title without its year and what follows it, as "(V)" for video. */
export function titleWithoutYear(title: string): string {
  return title.split(yearInTitle, 1)[0].trim();
}
