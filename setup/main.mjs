// Runs before anything is installed, and on any Node that people may have: the version is looked at before the
// rest is loaded, so that an old one gives a sentence and not a syntax error.
import { nodeProblem } from "./requirements.mjs";

const commands = ["start", "test", "report", "doctor", "checkReference", "longtail", "bench", "clean"];
const [command = "", ...args] = process.argv.slice(2);

async function main() {
  if (!commands.includes(command)) {
    throw new Error(
      `There is no command "${command}": use npm start, npm test, npm run report, npm run doctor, npm run check:reference, npm run longtail, npm run bench or npm run clean.`,
    );
  }
  const problem = nodeProblem(process.versions.node);
  if (problem && command !== "doctor") throw new Error(`${problem}.`);
  const { layout } = await import("./layout.mjs");
  const module = await import(`./commands/${command}.mjs`);
  process.exitCode = await module[command](layout(), args);
}

main().catch(async (error) => {
  const { adviceFor } = await import("./advice.mjs");
  // An error of the system (no right to write, no space) says what and where; the advice says what to do.
  const advice = error.syscall ? `; ${adviceFor(error.message)}, then run the command again.` : "";
  console.error(`${error.message}${advice}`);
  if (process.env.LONGTAIL_DEBUG) console.error(error);
  process.exitCode = error.exitCode ?? 1;
});
