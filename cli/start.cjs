// The program behind longtail.cjs: TypeScript through tsx, as everything here.
require("tsx/cjs/api").register();
require("./main.ts");
