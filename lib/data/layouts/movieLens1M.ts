import path from "node:path";
import type { Interactions } from "../interactions";
import type { DelimitedLayout } from "../reading/delimitedLayout";
import { readDelimitedFile } from "../reading/delimitedFile";
import { entityColumns } from "../reading/entityColumns";
import { indexFeedback } from "../reading/feedback";
import { id, number, text, uniqueId } from "./columnKinds";
import { filmYearColumn, genresColumn, titleWordsColumn } from "./featureColumns";
import { movieLensUsers } from "./movieLensUsers";
import type { ReadOptions } from "./reading";
import { readLayout } from "./reading";

const colons = { delimiter: "::", delimiterName: "::", quoted: false, header: false };
const ratings: DelimitedLayout = {
  ...colons,
  columns: [id("user"), id("item"), number("rating"), number("time")],
};
const users: DelimitedLayout = {
  ...colons,
  columns: [uniqueId("user"), text("gender"), text("age"), text("occupation"), text("zip")],
};
const items: DelimitedLayout = {
  ...colons,
  columns: [uniqueId("item"), text("title"), text("genres")],
};

/**
 * Reads MovieLens 1M as GroupLens distributes it: ratings.dat, users.dat and movies.dat.
 *
 * All rated pairs are positive, times are seconds. User features: age (the source's own group codes), gender,
 * occupation, zip (first two characters). Item features: year, genres, title words.
 *
 * @throws Error if a file is missing, empty, or more than 1 % of its rows are bad.
 */
export async function readMovieLens1M(folder: string, options: ReadOptions = {}): Promise<Interactions> {
  return readLayout(folder, "ratings.dat", options, async (database, badRows) => {
    const reading = { badRows, signal: options.signal };
    await readDelimitedFile(database, "feedback", path.join(folder, "ratings.dat"), ratings, reading);
    await readDelimitedFile(database, "users", path.join(folder, "users.dat"), users, reading);
    await readDelimitedFile(database, "items", path.join(folder, "movies.dat"), items, reading);
    const feedback = await indexFeedback(database, { timeScope: options.timeScope ?? "global" });

    const [titles, genres] = await entityColumns(database, "item", "items", "item", ["title", "genres"]);
    return {
      feedback,
      itemTitles: titles,
      userFeatures: await movieLensUsers(database),
      itemFeatures: [
        filmYearColumn(
          titles,
          titles.map(() => null),
        ),
        genresColumn(genres.map((list) => list?.split("|") ?? [])),
        titleWordsColumn(titles),
      ],
    };
  });
}
