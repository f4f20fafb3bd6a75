import { tf } from "../engine";
import type { SoftmaxInputs } from "../losses";
import { batchUsers } from "./batchUsers";
import type { UserSpace } from "./mirecItems/userSpace";

/** What `softmaxLoss` reads of a batch's samples where the users' vectors are fixed. @param rows training rows. */
export function samplesInSpace(
  { train, userVectors, batching }: Pick<UserSpace, "train" | "userVectors" | "batching">,
  rows: Int32Array,
): Pick<SoftmaxInputs, "users" | "userOfSample" | "positives"> {
  const { users, userOfSample } = batchUsers(
    rows.map((row) => train.users[row]),
    batching,
  );
  return {
    users: tf.gather(userVectors, tf.tensor1d(users, "int32")),
    userOfSample: userOfSample && tf.tensor1d(userOfSample, "int32"),
    positives: tf.tensor1d(
      rows.map((row) => train.items[row]),
      "int32",
    ),
  };
}
