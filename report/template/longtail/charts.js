/* Draws the page's charts, keeps them in the page's theme, and refits them to paper. */
(() => {
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const clear = "rgba(0, 0, 0, 0)";
  const PAPER_WIDTH = 640;

  /** Plotly text as a reader sees it: entities decoded, line breaks as spaces, other tags dropped. */
  const plain = (text) => {
    const box = document.createElement("template");
    box.innerHTML = String(text).replace(/<br ?\/?>/gi, " ");
    return box.content.textContent;
  };

  /** The layout's colours for the theme in force. */
  const colours = (layout) => {
    const text = style("--text");
    const grid = style("--faint");
    const update = {
      paper_bgcolor: clear,
      plot_bgcolor: clear,
      "font.color": text,
      "modebar.bgcolor": clear,
      "modebar.color": style("--soft"),
      "modebar.activecolor": text,
    };
    for (const key of Object.keys(layout)) {
      if (!/^[xy]axis\d*$/.test(key)) continue;
      update[`${key}.gridcolor`] = grid;
      update[`${key}.linecolor`] = style("--soft");
      update[`${key}.zerolinecolor`] = grid;
    }
    (layout.annotations ?? []).forEach((_, index) => {
      update[`annotations[${index}].font.color`] = style("--soft");
    });
    return update;
  };

  /** The chart as a picture for a slide: with its title and the page's ground. */
  const download = (chart, title) => ({
    name: "Download as PNG",
    icon: Plotly.Icons.camera,
    click: () =>
      Plotly.downloadImage(
        {
          data: chart.data,
          layout: {
            ...chart.layout,
            title,
            paper_bgcolor: style("--ground"),
            margin: { ...chart.layout.margin, t: 80 },
          },
        },
        { format: "png", width: 900, height: chart.layout.height + 60, scale: 2, filename: "chart" },
      ),
  });

  const charts = [];
  const waiting = [];
  /** Draws a chart. One that cannot be drawn says so and does not take the others with it. */
  const draw = ({ chart, data, layout, config, title, height }) => {
    charts.push(chart);
    Plotly.newPlot(
      chart,
      data,
      { ...layout, height },
      {
        ...config,
        responsive: true,
        displaylogo: false,
        typesetMath: false,
        modeBarButtonsToRemove: ["toImage", "lasso2d", "select2d"],
        modeBarButtonsToAdd: [download(chart, layout.title === undefined ? title : layout.title)],
      },
    )
      .then(() => Plotly.relayout(chart, colours(chart.layout)))
      .catch((error) => {
        chart.textContent = `This chart could not be drawn: ${error.message}`;
      });
  };

  for (const figure of document.querySelectorAll("figure.chart")) {
    const chart = figure.querySelector(".chart-box");
    const caption = figure.querySelector("figcaption");
    const { data, layout = {}, config = {} } = JSON.parse(figure.querySelector("script").textContent);

    // The title stands in the page, where it wraps and can be read aloud, copied and printed.
    const title = typeof layout.title === "string" ? { text: layout.title } : (layout.title ?? {});
    if (title.text) {
      caption.append(plain(title.text));
      if (title.subtitle?.text) {
        const small = document.createElement("small");
        small.textContent = plain(title.subtitle.text);
        caption.append(small);
      }
      delete layout.title;
      layout.margin = { ...layout.margin, t: 28 };
    } else caption.remove();

    chart.replaceChildren();
    const height = layout.height ?? 400;
    chart.style.height = `${height}px`;
    waiting.push({ chart, draw: () => draw({ chart, data, layout, config, title, height }) });
  }

  // Those in sight first, the others one at a time when the page has nothing else to do: with many charts it answers
  // the reader from the start.
  const inSight = ({ chart }) => {
    const { top, bottom } = chart.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const take = (which) => {
    const at = waiting.findIndex(which);
    if (at < 0) return false;
    waiting.splice(at, 1)[0].draw();
    return true;
  };
  const drawAll = (which = () => true) => {
    while (take(which));
  };
  const idle = window.requestIdleCallback ?? ((then) => setTimeout(then, 20));
  const drawNext = () => {
    if (take(inSight) || take(() => true)) idle(drawNext, { timeout: 200 });
    else document.documentElement.dataset.charts = "drawn";
  };
  drawAll(inSight);
  idle(drawNext, { timeout: 200 });

  const recolour = () =>
    charts.forEach((chart) => chart.layout && Plotly.relayout(chart, colours(chart.layout)));
  document.addEventListener("themechange", recolour);

  addEventListener("beforeprint", () => {
    drawAll();
    document.documentElement.dataset.printedFrom = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    charts.forEach((chart) => Plotly.relayout(chart, { ...colours(chart.layout), width: PAPER_WIDTH }));
  });
  addEventListener("afterprint", () => {
    document.documentElement.dataset.theme = document.documentElement.dataset.printedFrom;
    charts.forEach((chart) =>
      Plotly.relayout(chart, { ...colours(chart.layout), width: undefined, autosize: true }),
    );
  });
})();
