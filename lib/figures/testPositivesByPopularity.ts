import type { PopularityBucket } from "../evaluation";
import { count } from "../host";
import { escapeText } from "./escape";
import type { Figure } from "./figure";
import { groupStyles } from "./styles";
import { axis, figure, textColour } from "./template";

/**
 * Where the test positives fall: for each range of popularity, from the least popular, the number of items
 * beside the number of test positives. Two counts on one axis; their shapes mirror each other where the long
 * tail is long.
 */
export function testPositivesByPopularity(values: { readonly buckets: readonly PopularityBucket[] }): Figure {
  const { buckets } = values;
  const labels = buckets.map((bucket) => escapeText(bucket.label));
  const bars = (name: string, of: (bucket: PopularityBucket) => number, colour: string) => ({
    type: "bar",
    name,
    x: labels,
    y: buckets.map(of),
    text: buckets.map((bucket) => count(of(bucket))),
    textposition: "outside",
    textfont: { color: textColour, size: 11 },
    cliponaxis: false,
    customdata: buckets.map((bucket) => [bucket.items, bucket.positives]),
    marker: { color: colour },
    hovertemplate:
      "%{x} training samples<br>%{customdata[0]:,} items<br>%{customdata[1]:,} test positives<extra></extra>",
  });
  const positives = buckets.reduce((sum, bucket) => sum + bucket.positives, 0);
  return figure({
    title: "Where the test positives fall",
    subtitle: `${count(positives)} test positives by the training samples of their item`,
    data: [
      bars("items", (bucket) => bucket.items, groupStyles.overall.colour),
      bars("test positives", (bucket) => bucket.positives, groupStyles.head.colour),
    ],
    layout: {
      barmode: "group",
      xaxis: axis("training samples of the item", { type: "category", tickfont: { size: 11 } }),
      yaxis: axis("count", { rangemode: "tozero", tickformat: "," }),
    },
  });
}
