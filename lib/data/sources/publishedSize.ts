import type { Interactions } from "../interactions";
import type { DatasetEntry } from "./catalogue";

const number = new Intl.NumberFormat("en");
const counts = (rows: number, users: number, items: number): string =>
  `${number.format(rows)} pairs of ${number.format(users)} users and ${number.format(items)} items`;

/**
 * The data with a note in its provenance, where it has other counts than the publisher's archive: results on a part of a
 * data set do not compare with published ones. Unchanged where the counts agree or the catalogue has none.
 *
 * @throws Error if the archive was the publisher's own and the counts still differ: then its files were changed here.
 */
export function withSizeChecked(data: Interactions, { name, size }: DatasetEntry): Interactions {
  const [rows, users, items] = [data.users.length, data.userIds.length, data.itemIds.length];
  if (!size || (rows === size.rows && users === size.users && items === size.items)) return data;
  const difference = `${counts(rows, users, items)}, where the publisher's archive has ${counts(size.rows, size.users, size.items)}`;
  if (data.provenance.checksum === "official") {
    throw new Error(
      `data/${name} holds ${difference}: remove the folder data/${name} and load the data set again.`,
    );
  }
  const note = [data.provenance.note, `Holds ${difference}.`].filter(Boolean).join(" ");
  return { ...data, provenance: { ...data.provenance, note } };
}
