import fs from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { ParameterArray } from "../engine";
import type { Split } from "../splitting";
import type { Method, TrainedModel } from "../training";
import { npyBytes, readNpy } from "./npy";
import { writeFolder } from "./writeFolder";

const marker = "model.json";

const schema = z.object({
  format: z.literal(1),
  method: z.string(),
  seed: z.number(),
  bestEpoch: z.number(),
  vectors: z.object({ users: z.string(), items: z.string() }).nullable(),
  parameters: z.record(z.string()),
});

/**
 * Saves a trained model to a folder: its vectors, where it has any, and its parameters, one .npy file each, listed in
 * model.json. The history of its training is not kept.
 *
 * @throws when the folder holds other files.
 */
export async function saveModel(model: TrainedModel, folder: string): Promise<void> {
  const files: Record<string, string | Uint8Array> = {};
  const parameters: Record<string, string> = {};
  // Numbered, because a parameter's name holds a feature's, which may be no file name.
  Object.entries(model.parameters).forEach(([name, { shape, values }], index) => {
    parameters[name] = `parameter-${index}.npy`;
    files[parameters[name]] = npyBytes(values, shape);
  });
  let vectors = null;
  if (!("scores" in model)) {
    const { userVectors, itemVectors, size } = model;
    vectors = { users: "user_vectors.npy", items: "item_vectors.npy" };
    files[vectors.users] = npyBytes(userVectors, [userVectors.length / size, size]);
    files[vectors.items] = npyBytes(itemVectors, [itemVectors.length / size, size]);
  }
  const { method, seed, bestEpoch } = model;
  const description: z.infer<typeof schema> = { format: 1, method, seed, bestEpoch, vectors, parameters };
  files[marker] = `${JSON.stringify(description, null, 2)}\n`;
  await writeFolder(folder, files, marker);
}

/**
 * Loads a model that `saveModel` wrote; it ranks as the saved one did. Its history is empty.
 *
 * @param method the method, with the options, that the model was trained with.
 * @param split the split that it was trained on: methods without vectors read the users' training items from it.
 * @throws when the folder is no saved model, is one of another method, or does not fit the split.
 */
export async function loadModel(folder: string, method: Method, split: Split): Promise<TrainedModel> {
  const text = await fs.readFile(path.join(folder, marker), "utf8").catch((cause: unknown) => {
    throw new Error(`"${folder}" holds no saved model (${marker} is missing); name a folder of saveModel.`, {
      cause,
    });
  });
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new Error(`"${path.join(folder, marker)}" is not what saveModel writes; save the model again.`);
  }
  const saved = parsed.data;
  if (saved.method !== method.name) {
    throw new Error(
      `"${folder}" holds a model of ${saved.method}, not of ${method.name}; load it with its own.`,
    );
  }
  const parameters: Record<string, ParameterArray> = {};
  for (const [name, file] of Object.entries(saved.parameters)) {
    parameters[name] = await readNpy(path.join(folder, file));
  }
  const result = {
    method: saved.method,
    seed: saved.seed,
    history: [],
    bestEpoch: saved.bestEpoch,
    parameters,
  };
  if (!saved.vectors) {
    if (!method.restore) {
      throw new Error(`${method.name} has neither vectors nor restore(), so its saved model cannot score.`);
    }
    return { ...result, ...method.restore(split, parameters, saved.seed) };
  }
  const users = await readNpy(path.join(folder, saved.vectors.users));
  const items = await readNpy(path.join(folder, saved.vectors.items));
  const { userCount, itemCount } = split.train;
  if (users.shape[0] !== userCount || items.shape[0] !== itemCount) {
    throw new Error(
      `The model in "${folder}" is of ${users.shape[0]} users and ${items.shape[0]} items, but the split has ${userCount} and ${itemCount}; load it with its own.`,
    );
  }
  return { ...result, userVectors: users.values, itemVectors: items.values, size: users.shape[1] };
}
