/**
 * The rooms of lib/ in the order in which imports may point: a room may import from rooms named before it
 * (in an earlier row), never from a later row or from a neighbour in its own row.
 */
const rows = [
  ["host", "engine", "random"],
  ["data"],
  ["splitting"],
  ["evaluation", "curriculum", "losses", "models"],
  ["training"],
  ["methods"],
  ["experiments", "serving"],
  ["figures"],
  ["notebook"],
];

const room = (name) => `^lib/${name}/`;

const layering = rows.flatMap((row, index) =>
  row.map((name) => {
    const forbidden = [...row.filter((other) => other !== name), ...rows.slice(index + 1).flat()];
    return {
      name: `${name}-imports-one-way`,
      comment: `lib/${name} may import only from rooms before it: ${rows.slice(0, index).flat().join(", ") || "none"}.`,
      severity: "error",
      from: { path: room(name) },
      to: { path: forbidden.length > 0 ? forbidden.map(room) : ["^$"] },
    };
  }),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layering,
    {
      name: "no-circular",
      comment: "Two files that import each other are one concept or three.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "lib-stands-alone",
      comment: "The library knows nothing of the kernel, the command line, the set-up or the tests.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(kernel|setup|cli|tests|bench)/" },
    },
    {
      name: "engine-only-through-its-door",
      comment:
        "tfjs-node is loaded by engine/ alone, so that it starts silent and complete. (The kernel's start reads the plain part of TensorFlow.js ahead.)",
      severity: "error",
      from: { path: "^(lib|kernel|cli|bench)/", pathNot: ["^lib/engine/", "^kernel/start\\.cjs$"] },
      to: { path: "@tensorflow/", dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
