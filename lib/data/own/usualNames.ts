/** A column's meaning. */
export type Meaning = "user" | "item" | "time" | "rating" | "title";

/**
 * The names under which people keep these columns, the usual first. Written without capitals, hyphens and
 * underscores: "User-ID", "user_id" and "userId" are one name.
 */
export const usualNames: Readonly<Record<Meaning, readonly string[]>> = {
  user: [
    ...["userid", "user", "uid", "users", "userkey", "username", "customerid", "customer", "reviewerid"],
    ...["memberid", "visitorid", "accountid", "profileid", "personid", "readerid", "listenerid", "viewerid"],
    ...["buyerid", "clientid", "sessionid"],
  ],
  item: [
    ...["itemid", "item", "iid", "items", "itemkey", "movieid", "movie", "filmid", "film", "productid"],
    ...["product", "parentasin", "asin", "isbn", "bookid", "book", "trackid", "track", "songid", "song"],
    ...[
      "artistid",
      "artist",
      "albumid",
      "articleid",
      "article",
      "newsid",
      "videoid",
      "video",
      "gameid",
      "game",
    ],
    ...[
      "appid",
      "businessid",
      "recipeid",
      "animeid",
      "poiid",
      "venueid",
      "showid",
      "adid",
      "sku",
      "contentid",
    ],
  ],
  time: [
    ...["timestamp", "time", "datetime", "date", "ts", "unixtime", "unixtimestamp", "unixreviewtime"],
    ...[
      "reviewtime",
      "eventtime",
      "createdat",
      "created",
      "ratedat",
      "ratingtime",
      "ratingdate",
      "reviewdate",
    ],
    ...["dateadded", "when"],
  ],
  rating: [
    "rating",
    "score",
    "stars",
    "ratings",
    "star",
    "starrating",
    "overall",
    "bookrating",
    "userrating",
  ],
  title: [
    ...["title", "name", "itemname", "itemtitle", "movietitle", "booktitle", "producttitle", "productname"],
    ...["songtitle", "trackname", "artistname"],
  ],
};

/** A name as the lists have it. RecBole's atomic files put a type behind it, "user_id:token". */
const plainName = (name: string): string =>
  name
    .replace(/:(?:token|token_seq|float|float_seq)$/, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** The column of a meaning among a file's columns, the most usual name first; undefined where none has such a name. */
export function usualColumn(meaning: Meaning, columns: readonly string[]): string | undefined {
  const plain = columns.map(plainName);
  const name = usualNames[meaning].find((usual) => plain.includes(usual));
  return name === undefined ? undefined : columns[plain.indexOf(name)];
}

/** Whether a text is a usual name of any column: then the line it stands in is a header. */
export function isUsualName(text: string): boolean {
  const plain = plainName(text);
  return Object.values(usualNames).some((names) => names.includes(plain));
}
