import type { FeatureColumn } from "../features";
import type { Database } from "../reading/duckdb";
import { entityColumns } from "../reading/entityColumns";
import { ageColumn, plainColumn, zipColumn } from "./featureColumns";

/** The features of MovieLens' users, out of the table "users" that was read from the layout's own file. */
export async function movieLensUsers(database: Database): Promise<readonly FeatureColumn[]> {
  const columns = ["age", "gender", "occupation", "zip"];
  const [age, gender, occupation, zip] = await entityColumns(database, "user", "users", "user", columns);
  return [
    ageColumn(age),
    plainColumn("gender", gender),
    plainColumn("occupation", occupation),
    zipColumn(zip),
  ];
}
