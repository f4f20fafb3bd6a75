#!/usr/bin/env node
// The command `longtail`: TypeScript through tsx, as everything here.
require("tsx/cjs/api").register();
require("./main.ts");
