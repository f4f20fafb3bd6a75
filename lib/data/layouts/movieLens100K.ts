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

const pipes = { delimiter: "|", delimiterName: "|", quoted: false, header: false };
const ratings: DelimitedLayout = {
  ...pipes,
  delimiter: "\t",
  delimiterName: "tabs",
  columns: [id("user"), id("item"), number("rating"), number("time")],
};
const users: DelimitedLayout = {
  ...pipes,
  columns: [uniqueId("user"), text("age"), text("gender"), text("occupation"), text("zip")],
};
const genres: DelimitedLayout = { ...pipes, columns: [uniqueId("genre"), number("index")] };

function itemsWith(genreNames: readonly string[]): DelimitedLayout {
  const described = ["title", "release date", "video release date", "address"].map(text);
  // A film may lack any flag; that is a film without that genre.
  const flags = genreNames.map((genre) => text(`genre ${genre}`));
  return { ...pipes, columns: [uniqueId("item"), ...described, ...flags] };
}

/**
 * Reads MovieLens 100K as GroupLens distributes it: u.data, u.user, u.item and u.genre.
 *
 * All rated pairs are positive, times are seconds. User features: age (decade), gender, occupation, zip (first two
 * characters). Item features: year, genres, title words.
 *
 * @throws Error if a file is missing, empty, or more than 1 % of its rows are bad.
 */
export async function readMovieLens100K(folder: string, options: ReadOptions = {}): Promise<Interactions> {
  return readLayout(folder, "u.data", options, async (database, badRows) => {
    const reading = { badRows, signal: options.signal };
    const file = (name: string): string => path.join(folder, name);
    await readDelimitedFile(database, "feedback", file("u.data"), ratings, reading);
    await readDelimitedFile(database, "users", file("u.user"), users, reading);
    await readDelimitedFile(database, "genres", file("u.genre"), genres, reading);
    const [names] = await database.columns('SELECT genre FROM genres ORDER BY "index"', ["text"]);
    const genreNames = names.map(String);
    await readDelimitedFile(database, "items", file("u.item"), itemsWith(genreNames), reading);
    const feedback = await indexFeedback(database, { timeScope: options.timeScope ?? "global" });

    const flagColumns = genreNames.map((genre) => `genre ${genre}`);
    const [titles, dates, ...flags] = await entityColumns(database, "item", "items", "item", [
      "title",
      "release date",
      ...flagColumns,
    ]);
    const genresOf = titles.map((_, item) => genreNames.filter((_, genre) => flags[genre][item] === "1"));
    return {
      feedback,
      itemTitles: titles,
      userFeatures: await movieLensUsers(database),
      itemFeatures: [filmYearColumn(titles, dates), genresColumn(genresOf), titleWordsColumn(titles)],
    };
  });
}
