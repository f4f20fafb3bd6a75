import { givenValue } from "./givenValue";

/** The country of a Book-Crossing location "city, region, country": its last part; null where it is empty. */
export function country(location: string | null): string | null {
  return givenValue(location?.split(",").at(-1)?.toLowerCase() ?? null);
}

/** The first two characters of a zip code, roughly a state; the whole code would be almost one a user. */
export function zipArea(zip: string | null): string | null {
  return givenValue(zip)?.slice(0, 2).toUpperCase() ?? null;
}
