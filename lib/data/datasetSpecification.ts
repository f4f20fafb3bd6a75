/** A data set of the catalogue, as `loadDataset` takes it. */
export interface CatalogueDataset {
  /** Its name, such as "ml-100k". `listDatasets()` has them all. */
  readonly name: string;
  /** Book-Crossing only: keep ratings of 1 to 10 and leave out the implicit 0. Default false. */
  readonly explicitOnly?: boolean;
}

/**
 * Which column of a person's own files means what. Columns that are not named are looked for under their usual
 * names, such as user_id, movieId, timestamp, stars.
 */
export interface OwnColumns {
  /** User id, in the interactions and in the file of users. */
  readonly user?: string;
  /** Item id, in the interactions and in the file of items. */
  readonly item?: string;
  /** Time of an interaction; null: the data is to be read as data without times. */
  readonly time?: string | null;
  /** Rating of an interaction, for `minimumRating`. */
  readonly rating?: string;
  /** What people call an item, in the file of items. */
  readonly title?: string;
  /** Feature columns of one value each, such as ["gender"]. */
  readonly categorical?: readonly string[];
  /** Feature columns of several values each, with what divides them, such as {"genres": "|"}. Lists of JSON lines and
   * Parquet files are divided already; the separator is then only for text. */
  readonly multiValued?: Readonly<Record<string, string>>;
  /** Feature columns of text, taken as the words in it. Words of a single item are left out: they name that item. */
  readonly words?: readonly string[];
  /** Feature columns of numbers, with how many buckets of equally many users or items they are cut into, such as {"age": 10}. */
  readonly buckets?: Readonly<Record<string, number>>;
}

/**
 * A person's own files, as `loadDataset` takes them: CSV, TSV and other delimited text, Parquet, or JSON lines, told
 * apart by their content. Paths are taken from the folder that the program runs in.
 */
export interface OwnDataset {
  /** Path of the file of interactions, one row an interaction. */
  readonly interactions: string;
  /** Path of the file that describes items, one row an item. */
  readonly items?: string;
  /** Path of the file that describes users, one row a user. */
  readonly users?: string;
  /** Which column means what. Without any feature columns in it, those of the two files are guessed; the note says how. */
  readonly columns?: OwnColumns;
  /** What divides the columns of the interactions, one to four characters. Default: what divides its first lines evenly. */
  readonly separator?: string;
  /** Names of the interactions' columns, where the file's first line is an interaction already. */
  readonly header?: readonly string[];
  /** How dates are written, such as "%d/%m/%Y %H:%M" (strftime's letters). Default: found out from the dates. */
  readonly timeFormat?: string;
  /** Interactions of a lower rating are no positives. Default: all are positive, whatever the rating. */
  readonly minimumRating?: number;
  /** Keeps the k-core: see `coreFilter`. Default: everything. */
  readonly kCore?: number;
}

/** Which data set, as plain JSON: what `loadDataset` is called with. */
export type DatasetSpecification = CatalogueDataset | OwnDataset;
