import path from "node:path";
import { ageDecade } from "../columns/age";
import { categorical } from "../columns/categorical";
import { country } from "../columns/location";
import { bookYears, year } from "../columns/year";
import type { Interactions } from "../interactions";
import type { DelimitedColumn, DelimitedLayout } from "../reading/delimitedLayout";
import { readDelimitedFile } from "../reading/delimitedFile";
import { entityColumns } from "../reading/entityColumns";
import { indexFeedback } from "../reading/feedback";
import { readHeader } from "../reading/header";
import { id, number, text, uniqueId } from "./columnKinds";
import { rareColumn, titleWordsColumn } from "./featureColumns";
import { plainText } from "./plainText";
import type { ReadOptions } from "./reading";
import { readLayout } from "./reading";

export interface BookCrossingOptions extends ReadOptions {
  /** Keep only ratings of 1 to 10 as positives. Default false: a 0 is an implicit sign of interest, positive too. */
  readonly explicitOnly?: boolean;
}

const semicolons = { delimiter: ";", delimiterName: "semicolons", quoted: true, header: true };
const ratingColumns = [id("User-ID"), id("ISBN"), number("Book-Rating")];
const userColumns = [uniqueId("User-ID"), text("Location"), text("Age")];
const bookColumns = [
  uniqueId("ISBN"),
  ...["Book-Title", "Book-Author", "Year-Of-Publication", "Publisher"].map(text),
];

/**
 * Reads Book-Crossing in the layout of its BX-CSV-Dump: BX-Book-Ratings.csv, BX-Users.csv and BX-Books.csv.
 *
 * There are no times: the order is the file's and leave-last-out is refused. User features: country, age (decade).
 * Item features: title words, author, year, publisher; values of a single user or book are unknown. A book without
 * a row keeps its interactions.
 *
 * @throws Error if a file or a column is missing, a file is empty, or more than 1 % of its rows are bad.
 */
export async function readBookCrossing(
  folder: string,
  options: BookCrossingOptions = {},
): Promise<Interactions> {
  return readLayout(folder, "BX-Book-Ratings.csv", options, async (database, badRows) => {
    const read = async (table: string, name: string, columns: readonly DelimitedColumn[]): Promise<void> => {
      const file = path.join(folder, name);
      const layout = await layoutOf(file, columns);
      await readDelimitedFile(database, table, file, layout, { badRows, signal: options.signal });
    };
    await read("ratings", "BX-Book-Ratings.csv", ratingColumns);
    await read("users", "BX-Users.csv", userColumns);
    await read("books", "BX-Books.csv", bookColumns);
    await database.run(
      'CREATE TABLE feedback AS SELECT "User-ID" AS "user", "ISBN" AS item, "Book-Rating" AS rating FROM ratings',
    );
    const where = options.explicitOnly ? "rating > 0" : undefined;
    const feedback = await indexFeedback(database, { timeScope: "none", where });

    const described = ["Location", "Age"];
    const [locations, ages] = await entityColumns(database, "user", "users", "User-ID", described);
    const texts = bookColumns.slice(1).map((column) => column.name);
    const [titles, authors, years, publishers] = (
      await entityColumns(database, "item", "books", "ISBN", texts)
    ).map((values) => values.map(plainText));
    return {
      feedback,
      itemTitles: titles,
      userFeatures: [
        categorical("country", locations.map(plainText).map(country), { minimumEntities: 2 }),
        categorical("age", ages.map(ageDecade)),
      ],
      itemFeatures: [
        titleWordsColumn(titles),
        rareColumn("author", authors),
        categorical(
          "year",
          years.map((value) => year(value, bookYears)),
        ),
        rareColumn("publisher", publishers),
      ],
    };
  });
}

/** The columns as the first line orders them; further columns, such as image addresses, are text. */
async function layoutOf(file: string, columns: readonly DelimitedColumn[]): Promise<DelimitedLayout> {
  const required = columns.map((column) => column.name);
  const found = await readHeader(file, semicolons.delimiter, required);
  return {
    ...semicolons,
    columns: found.map((name) => columns.find((column) => column.name === name) ?? text(name)),
  };
}
