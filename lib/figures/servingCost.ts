import { count } from "../host";
import { escapeText } from "./escape";
import type { Figure } from "./figure";
import { methodStyle } from "./styles";
import { axis, figure } from "./template";

export interface ServingCostValues {
  /** One curve a vector length: its cost at each size of catalogue. */
  readonly curves: readonly {
    /** Method that has vectors of this length. */
    readonly method: string;
    readonly times: readonly {
      readonly items: number;
      /** Numbers of a vector. */
      readonly size: number;
      /** Milliseconds a user. */
      readonly milliseconds: number;
    }[];
  }[];
  /** Length of the lists. */
  readonly k: number;
}

/** What a list costs as the catalogue grows: milliseconds a user against the number of items, both logarithmic. */
export function servingCost({ curves, k }: ServingCostValues): Figure {
  return figure({
    title: `What the best ${k} items cost`,
    subtitle: "every item scored, for many users at once",
    height: 420,
    data: curves.map(({ method, times }) => {
      const { colour, symbol } = methodStyle(method);
      return {
        type: "scatter",
        mode: "lines+markers",
        name: `${escapeText(method)}: ${times[0]?.size ?? 0} numbers a vector`,
        x: times.map(({ items }) => items),
        y: times.map(({ milliseconds }) => milliseconds),
        customdata: times.map(({ items }) => count(items)),
        line: { color: colour, width: 2 },
        marker: { color: colour, symbol, size: 9 },
        hovertemplate: "<b>%{fullData.name}</b><br>%{customdata} items<br>%{y:.3f} ms a user<extra></extra>",
      };
    }),
    layout: {
      xaxis: axis("items in the catalogue", { type: "log", dtick: 1, tickformat: ",d" }),
      yaxis: axis("milliseconds a user", { type: "log", dtick: 1, tickformat: "~g" }),
    },
  });
}
