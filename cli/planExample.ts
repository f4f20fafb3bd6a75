/** What a plan file looks like, for `longtail plan --help`. */
export const planExample = `
A plan file, in which only "data" and "methods" must be there:

  {
    "data": ["ml-100k", { "interactions": "my.csv" }],
    "methods": [
      "two-tower",
      { "method": "logq", "options": { "epochs": 40 }, "grid": { "lambdaC": [0.1, 0.3, 1] } }
    ],
    "seeds": [0, 1, 2],
    "headShare": 0.2,
    "budget": { "seconds": 3600 }
  }

Every method runs with its options, once for each combination of its grid, on every data set and seed.
`;
