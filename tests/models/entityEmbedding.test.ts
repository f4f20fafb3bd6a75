import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Scalar } from "@tensorflow/tfjs-node";
import type { FeatureColumn } from "../../lib/data";
import { tf, valueAndGradients, type ParameterTensors } from "../../lib/engine";
import { EntityEmbedding, type EntityRows } from "../../lib/models";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";

const idSize = 3;
const featureSize = 2;
const features: FeatureColumn[] = [
  {
    name: "genres",
    kind: "multi-valued",
    vocabulary: ["unknown", "a", "b", "c"],
    offsets: Int32Array.of(0, 1, 3, 6, 7),
    codes: Int32Array.of(0, 1, 2, 1, 2, 3, 3),
  },
  { name: "year", kind: "categorical", vocabulary: ["unknown", "1990s"], codes: Int32Array.of(0, 1, 1, 0) },
  {
    name: "country",
    kind: "categorical",
    vocabulary: ["unknown", "x", "y"],
    codes: Int32Array.of(2, 1, 0, 2),
  },
];
const entityCount = 4;

const shapes: Record<string, [number, number]> = {
  "item.id": [entityCount, idSize],
  "item.feature.genres": [4, featureSize],
  "item.feature.year": [2, featureSize],
  "item.feature.country": [3, featureSize],
};

const tables = (): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, [rows, size]], table) => [
      name,
      Array.from({ length: rows * size }, (_, at) => Math.sin(7 * table + at)),
    ]),
  );

/** The rows in doubles, written from the definition: id, categorical features, means of multi-valued ones. */
function plainRow(values: Record<string, number[]>, entity: number): number[] {
  const row = (name: string, at: number): number[] => {
    const size = shapes[name][1];
    return values[name].slice(at * size, (at + 1) * size);
  };
  const parts = row("item.id", entity);
  for (const feature of features) {
    if (feature.kind === "categorical")
      parts.push(...row(`item.feature.${feature.name}`, feature.codes[entity]));
  }
  for (const feature of features) {
    if (feature.kind === "categorical") continue;
    const codes = feature.codes.subarray(feature.offsets[entity], feature.offsets[entity + 1]);
    const rows = [...codes].map((code) => row(`item.feature.${feature.name}`, code));
    parts.push(...rows[0].map((_, at) => rows.reduce((sum, each) => sum + each[at], 0) / rows.length));
  }
  return parts;
}

const asTensors = (values: Record<string, number[]>): ParameterTensors =>
  Object.fromEntries(Object.entries(values).map(([name, each]) => [name, tf.tensor2d(each, shapes[name])]));

const weight = (at: number): number => Math.cos(3 * at);

describe("EntityEmbedding", () => {
  const cases: [string, EntityRows | null, number[]][] = [
    ["all entities in order", null, [0, 1, 2, 3]],
    ["some, one of them twice", { entities: Int32Array.of(2, 0, 2) }, [2, 0, 2]],
  ];
  for (const [name, entities, order] of cases) {
    test(`puts id, categories and means of values side by side, with their gradients: ${name}`, async () => {
      const embedding = new EntityEmbedding("item", entityCount, features);
      const values = tables();
      const plain = (of: Record<string, number[]>): number[] =>
        order.flatMap((entity) => plainRow(of, entity));
      const weighted = (of: Record<string, number[]>): number =>
        plain(of).reduce((sum, value, at) => sum + value * weight(at), 0);
      const run = (): { rows: number[]; gradients: Record<string, number[]> } =>
        tf.tidy(() => {
          const tensors = asTensors(values);
          const rows = [...embedding.embed(tensors, entities).dataSync()];
          const weights = tf.tensor2d(
            rows.map((_, at) => weight(at)),
            [order.length, rows.length / order.length],
          );
          const { gradients } = valueAndGradients(
            (current) => tf.sum<Scalar>(tf.mul(embedding.embed(current, entities), weights)),
            tensors,
          );
          return {
            rows,
            gradients: Object.fromEntries(
              Object.entries(gradients).map(([each, tensor]) => [each, [...tensor.dataSync()]]),
            ),
          } as never;
        });
      run();
      const { rows, gradients } = await expectNoLeakedTensors(run);
      plain(values).forEach((value, at) => assert.ok(Math.abs(rows[at] - value) < 1e-6));
      for (const table of Object.keys(shapes)) {
        values[table].forEach((_, at) => {
          const moved = (by: number): number =>
            weighted({ ...values, [table]: values[table].map((each, i) => (i === at ? each + by : each)) });
          const expected = (moved(1e-4) - moved(-1e-4)) / 2e-4;
          assert.ok(Math.abs(gradients[table][at] - expected) < 1e-4, `${table} ${at}`);
        });
      }
      embedding.dispose();
    });
  }

  test("reads a table that was cut to the rows that are needed as it reads the whole one", () => {
    const embedding = new EntityEmbedding("item", entityCount, features);
    tf.tidy(() => {
      const values = asTensors(tables());
      const entities = Int32Array.of(3, 1, 3);
      const cut = { ...values, "item.id": tf.gather(values["item.id"], [3, 1]) };
      const inOrder = { ...values, "item.id": tf.gather(values["item.id"], [3, 1, 3]) };
      const whole = [...embedding.embed(values, { entities }).dataSync()];
      assert.deepEqual(
        [...embedding.embed(cut, { entities, rows: Int32Array.of(0, 1, 0) }).dataSync()],
        whole,
      );
      assert.deepEqual([...embedding.embed(inOrder, { entities, rows: "inOrder" }).dataSync()], whole);
    });
    embedding.dispose();
  });

  test("is the table itself where there are no features", () => {
    const embedding = new EntityEmbedding("user", 2, []);
    tf.tidy(() => {
      const table = tf.tensor2d([1, 2, 3, 4], [2, 2]);
      assert.equal(embedding.embed({ "user.id": table }, null), table);
    });
    embedding.dispose();
  });
});
