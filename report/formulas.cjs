/**
 * TeX to MathML: a JSON list of {tex, display} on standard input, a JSON list of {mathml} or {error} on standard
 * output. MathML is drawn by the browser itself, so a report needs no script and no fonts for it.
 */
const katex = require("katex");

// Browsers draw only the letters' own forms (MathML Core dropped mathvariant), so calligraphic and double-struck
// letters become the characters that Unicode has for them; bold is left to the style sheet.
const scripts = { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ" };
const doubles = { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" };
const forms = { script: [scripts, 0x1d49c], "double-struck": [doubles, 0x1d538] };

function drawable(mathml) {
  return mathml.replace(/<mi mathvariant="(script|double-struck)">([A-Z])<\/mi>/g, (_, form, letter) => {
    const [own, first] = forms[form];
    return `<mi>${own[letter] ?? String.fromCodePoint(first + letter.charCodeAt(0) - 65)}</mi>`;
  });
}

let input = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => (input += chunk));
process.stdin.on("end", () => {
  const answers = JSON.parse(input).map(({ tex, display }) => {
    try {
      return { mathml: drawable(katex.renderToString(tex, { output: "mathml", displayMode: display })) };
    } catch (error) {
      return { error: error.message };
    }
  });
  process.stdout.write(JSON.stringify(answers));
});
