// What a worker process is started with: TypeScript through tsx, as everything here.
require("tsx/cjs/api").register();
require("./worker.ts");
