/**
 * TeX to MathML: a JSON list of {tex, display} on standard input, a JSON list of {mathml} or {error} on standard
 * output. MathML is drawn by the browser itself, so a report needs no script and no fonts for it.
 */
const katex = require("katex");

let input = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => (input += chunk));
process.stdin.on("end", () => {
  const answers = JSON.parse(input).map(({ tex, display }) => {
    try {
      return {
        mathml: katex.renderToString(tex, { output: "mathml", displayMode: display, throwOnError: true }),
      };
    } catch (error) {
      return { error: error.message };
    }
  });
  process.stdout.write(JSON.stringify(answers));
});
